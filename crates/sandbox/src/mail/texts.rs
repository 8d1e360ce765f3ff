//! The words of the employers' mails, in three languages and several manners.

use super::plan::Kind;
use crate::catalogue::Lang;
use crate::catalogue::dice::Dice;

/// What a letter may mention.
#[derive(Debug, Clone)]
pub(crate) struct Facts<'a> {
    pub lang: Lang,
    pub company: &'a str,
    pub title: &'a str,
    pub first_name: &'a str,
    pub signature: &'a str,
    /// The day and time of an interview, in words, and where it is.
    pub when: &'a str,
    pub place: &'a str,
    /// Where an assessment is taken.
    pub link: &'a str,
}

/// A letter: a subject and paragraphs, greeting and signature included.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Letter {
    pub subject: String,
    pub paragraphs: Vec<String>,
}

/// Writes a letter of this kind.
pub(crate) fn letter(kind: Kind, facts: &Facts, dice: &mut Dice) -> Letter {
    let templates = match (facts.lang, kind) {
        (Lang::En, Kind::Acknowledgement) => EN_ACKNOWLEDGEMENT,
        (Lang::En, Kind::Rejection) => EN_REJECTION,
        (Lang::En, Kind::Assessment) => EN_ASSESSMENT,
        (Lang::En, Kind::Interview) => EN_INTERVIEW,
        (Lang::De, Kind::Acknowledgement) => DE_ACKNOWLEDGEMENT,
        (Lang::De, Kind::Rejection) => DE_REJECTION,
        (Lang::De, Kind::Assessment) => DE_ASSESSMENT,
        (Lang::De, Kind::Interview) => DE_INTERVIEW,
        (Lang::Es, Kind::Acknowledgement) => ES_ACKNOWLEDGEMENT,
        (Lang::Es, Kind::Rejection) => ES_REJECTION,
        (Lang::Es, Kind::Assessment) => ES_ASSESSMENT,
        (Lang::Es, Kind::Interview) => ES_INTERVIEW,
    };
    let (subject, body) = dice.pick(templates);
    let greeting = if facts.first_name.is_empty() {
        facts.lang.say("Hello,", "Guten Tag,", "Hola:").to_owned()
    } else {
        match facts.lang {
            Lang::En => format!("{} {},", dice.word(&["Hi", "Dear", "Hello"]), facts.first_name),
            Lang::De => format!("Guten Tag {},", facts.first_name),
            Lang::Es => format!("Hola, {}:", facts.first_name),
        }
    };
    let fill = |text: &str| {
        text.replace("{company}", facts.company)
            .replace("{title}", facts.title)
            .replace("{when}", facts.when)
            .replace("{place}", facts.place)
            .replace("{link}", facts.link)
    };
    let mut paragraphs = vec![greeting];
    paragraphs.extend(body.split('|').map(fill));
    paragraphs.push(format!(
        "{}\n{}",
        facts.lang.say("Kind regards,", "Mit freundlichen Grüßen", "Un saludo,"),
        facts.signature
    ));
    Letter { subject: fill(subject), paragraphs }
}

/// Subject, and paragraphs parted by a bar.
type Template = (&'static str, &'static str);

const EN_ACKNOWLEDGEMENT: &[Template] = &[
    (
        "Thank you for applying to {company}",
        "Thank you for your interest in {company}. We have received your application for the {title} role.|Our team is reviewing it. If your experience fits what we are looking for, we will be in touch about the next steps.",
    ),
    (
        "Your application for {title} at {company}",
        "This is a short note to confirm that your application for {title} has arrived safely.|We read every application and you will hear from us either way, usually within two weeks. You do not need to do anything for now.",
    ),
    (
        "We got it! {title}",
        "Thanks for applying to be our next {title}. Your application is in good hands at {company}.|Please do not reply to this message; this mailbox is not read.",
    ),
];

const EN_REJECTION: &[Template] = &[
    (
        "Your application to {company}",
        "Thank you for the time you put into your application for the {title} position, and for your interest in {company}.|After careful consideration we have decided not to move forward with your application. We had many strong candidates and this was not an easy choice.|We wish you every success in your search.",
    ),
    (
        "Update on {title} at {company}",
        "We appreciate that you considered {company}.|Unfortunately, we will be moving forward with other candidates whose experience is closer to what this role needs right now. We would be glad to see another application from you in the future.",
    ),
    (
        "{company}: {title}",
        "We are writing about your application for {title}.|We regret to inform you that the position has been filled. Had we met you earlier we would gladly have offered an interview. With your permission we will keep your details for six months.",
    ),
];

const EN_ASSESSMENT: &[Template] = &[
    (
        "Next step for {title}: a short assessment",
        "Thank you for applying for {title}. We liked what we read.|As a next step we ask you to complete an online assessment. It takes about sixty minutes and can be done within the next five days.|Start the assessment here: {link}",
    ),
    (
        "{company} would like to see your work",
        "We would like to learn how you work, so we are sending you a take-home exercise for the {title} role.|Please submit your solution within seven days. You will find the task here: {link}|We pay for the time of everybody who hands in a solution.",
    ),
];

const EN_INTERVIEW: &[Template] = &[
    (
        "Interview invitation: {title} at {company}",
        "We enjoyed reading your application and would like to invite you to interview for the {title} position.|The conversation is planned for {when}. {place}|A calendar invitation is attached. Please accept it, or answer with other times if this one does not suit you.",
    ),
    (
        "Let's talk about {title}",
        "Good news: the team would like to meet you. We have set aside time to talk about the {title} role and your experience.|When: {when}. {place}|You will find the invitation attached to this message.",
    ),
    (
        "Invitation to a first conversation with {company}",
        "Thank you for your patience. We would be delighted to schedule an interview with you for {title}.|Our proposal is {when}. {place}|Please let us know if you need anything to take part comfortably.",
    ),
];

const DE_ACKNOWLEDGEMENT: &[Template] = &[
    (
        "Eingangsbestätigung Ihrer Bewerbung: {title}",
        "vielen Dank für Ihre Bewerbung als {title} und Ihr Interesse an {company}.|Ihre Unterlagen sind bei uns eingegangen. Wir prüfen sie sorgfältig und melden uns in den nächsten Tagen bei Ihnen. Bis dahin bitten wir Sie um etwas Geduld.",
    ),
    (
        "Ihre Bewerbung bei {company}",
        "hiermit bestätigen wir den Eingang Ihrer Bewerbung für die Stelle {title}.|Die Prüfung wird einige Zeit in Anspruch nehmen. Sie erhalten in jedem Fall eine Antwort von uns.",
    ),
];

const DE_REJECTION: &[Template] = &[
    (
        "Ihre Bewerbung als {title}",
        "vielen Dank für Ihre Bewerbung und das damit verbundene Interesse an {company}.|Nach eingehender Prüfung müssen wir Ihnen leider mitteilen, dass wir uns für einen anderen Bewerber entschieden haben. Bitte verstehen Sie dies nicht als Wertung Ihrer Person.|Für Ihren weiteren Weg wünschen wir Ihnen alles Gute.",
    ),
    (
        "Absage: {title}",
        "wir danken Ihnen für Ihr Interesse an der Stelle {title}.|Leider können wir Sie im weiteren Auswahlverfahren nicht berücksichtigen, da die Stelle inzwischen besetzt ist. Wir wünschen Ihnen viel Erfolg.",
    ),
];

const DE_ASSESSMENT: &[Template] = &[
    (
        "Nächster Schritt: Online-Test für {title}",
        "Ihre Bewerbung als {title} hat uns gefallen.|Im nächsten Schritt bitten wir Sie, einen Online-Test zu bearbeiten. Er dauert etwa 45 Minuten und ist fünf Tage lang verfügbar.|Zum Test: {link}",
    ),
    (
        "Eine kleine Aufgabe von {company}",
        "gerne möchten wir sehen, wie Sie arbeiten.|Bitte bearbeiten Sie innerhalb einer Woche die Aufgabe, die Sie hier finden: {link}",
    ),
];

const DE_INTERVIEW: &[Template] = &[
    (
        "Einladung zum Vorstellungsgespräch: {title}",
        "Ihre Unterlagen haben uns überzeugt. Gerne möchten wir Sie zu einem Vorstellungsgespräch für die Stelle {title} einladen.|Termin: {when}. {place}|Den Kalendereintrag finden Sie im Anhang. Bitte bestätigen Sie uns den Termin kurz.",
    ),
    (
        "Wir möchten Sie kennenlernen",
        "vielen Dank für Ihre Bewerbung als {title}. Wir laden Sie herzlich zu einem persönlichen Gespräch ein.|Unser Vorschlag: {when}. {place}|Sollte der Termin nicht passen, melden Sie sich gerne.",
    ),
];

const ES_ACKNOWLEDGEMENT: &[Template] = &[
    (
        "Hemos recibido tu candidatura: {title}",
        "Gracias por tu interés en {company}. Hemos recibido tu candidatura para el puesto de {title}.|Nuestro equipo la revisará y te responderemos en los próximos días.",
    ),
    (
        "Gracias por inscribirte en {company}",
        "Te confirmamos que tu solicitud para {title} ha llegado correctamente.|Si tu perfil encaja, nos pondremos en contacto contigo para contarte los siguientes pasos.",
    ),
];

const ES_REJECTION: &[Template] = &[
    (
        "Tu candidatura en {company}",
        "Gracias por el tiempo dedicado a tu candidatura para {title}.|Lamentamos comunicarte que en esta ocasión hemos decidido continuar con otras personas candidatas. No descartamos volver a contactarte en el futuro.|Te deseamos mucha suerte.",
    ),
    (
        "Sobre el puesto de {title}",
        "Queríamos informarte de que el proceso de selección para {title} ha finalizado y la vacante ya ha sido cubierta.|Agradecemos tu interés en {company}.",
    ),
];

const ES_ASSESSMENT: &[Template] = &[
    (
        "Siguiente paso: prueba para {title}",
        "Nos ha gustado tu candidatura para {title}.|Como siguiente paso, te pedimos que completes una prueba en línea de unos 45 minutos. Tienes cinco días para hacerla.|Accede aquí: {link}",
    ),
    (
        "Prueba técnica de {company}",
        "Queremos conocer tu forma de trabajar. Te enviamos una prueba técnica que puedes entregar en una semana.|La encontrarás en {link}",
    ),
];

const ES_INTERVIEW: &[Template] = &[
    (
        "Invitación a entrevista: {title}",
        "Nos ha gustado mucho tu perfil y queremos invitarte a una entrevista para el puesto de {title}.|Te proponemos {when}. {place}|Adjuntamos la invitación de calendario. Confírmanos, por favor, si te viene bien.",
    ),
    (
        "Queremos conocerte",
        "Gracias por tu candidatura para {title}. Nos gustaría concertar una entrevista contigo.|Fecha: {when}. {place}|Si necesitas otro horario, responde a este correo.",
    ),
];

/// A day and time in words, with the zone's name.
pub(crate) fn when(lang: Lang, at: chrono::NaiveDateTime, timezone: &str) -> String {
    use chrono::{Datelike, Timelike};
    let day = at.weekday().num_days_from_monday() as usize;
    let month = at.month0() as usize;
    let (days, months) = match lang {
        Lang::En => (
            "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
            "January February March April May June July August September October November December",
        ),
        Lang::De => (
            "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag",
            "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
        ),
        Lang::Es => (
            "lunes martes miércoles jueves viernes sábado domingo",
            "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        ),
    };
    let word = |words: &'static str, index: usize| words.split(' ').nth(index).unwrap_or("");
    let (day_name, month_name) = (word(days, day), word(months, month));
    let clock = format!("{:02}:{:02}", at.hour(), at.minute());
    let (date, year) = (at.day(), at.year());
    match lang {
        Lang::En => format!("{day_name}, {date} {month_name} {year} at {clock} ({timezone})"),
        Lang::De => format!("{day_name}, {date}. {month_name} {year}, {clock} Uhr ({timezone})"),
        Lang::Es => format!("{day_name}, {date} de {month_name} de {year}, a las {clock} ({timezone})"),
    }
}

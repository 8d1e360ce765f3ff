//! The questions employers add themselves: every kind of field, in four languages, in several wordings.

use super::model::{Day, Look, Tongue};
use super::words::{sources, split, yes_no};
use crate::catalogue::dice::Dice;
use crate::forms::Control;

/// A question before it has a name.
#[derive(Debug, Clone)]
pub(super) struct Question {
    pub asks: &'static str,
    pub label: String,
    pub required: bool,
    pub control: Control,
    pub look: Look,
    pub day: Day,
}

/// Most questions a form adds.
const MOST: usize = 8;
/// Fewest.
const FEWEST: usize = 3;

/// The questions of one form, in the order asked.
pub(super) fn some(tongue: Tongue, company: &str, dice: &mut Dice) -> Vec<Question> {
    let count = FEWEST + dice.below(MOST - FEWEST + 1);
    let mut asked: Vec<Question> = Vec::new();
    for kind in dice.some(KINDS, count) {
        let made = kind(tongue, company, dice);
        if !asked.iter().any(|other| other.label == made.label) {
            asked.push(made);
        }
    }
    asked
}

/// Statistics at the end of some forms; never required.
pub(super) fn voluntary(tongue: Tongue) -> Vec<Question> {
    let one = |asks, label: &str, options: &str| Question {
        required: false,
        ..question(asks, label, Control::One(split(options)))
    };
    vec![
        one(
            "gender",
            tongue.say("Gender", "Geschlecht", "Género", "Genre"),
            tongue.say(
                "Female|Male|Non-binary|I don't wish to answer",
                "Weiblich|Männlich|Divers|Keine Angabe",
                "Mujer|Hombre|No binario|Prefiero no contestar",
                "Femme|Homme|Non binaire|Je préfère ne pas répondre",
            ),
        ),
        one(
            "disability",
            tongue.say("Disability status", "Schwerbehinderung", "Discapacidad", "Situation de handicap"),
            tongue.say(
                "Yes, I have a disability|No, I do not have a disability|I do not want to answer",
                "Ja, liegt vor|Nein, liegt nicht vor|Keine Angabe",
                "Sí, tengo una discapacidad|No tengo ninguna discapacidad|Prefiero no contestar",
                "Oui, en situation de handicap|Non, pas de handicap|Je préfère ne pas répondre",
            ),
        ),
    ]
}

/// The agreement at the end.
pub(super) fn consent(tongue: Tongue, company: &str) -> Question {
    let label = match tongue {
        Tongue::En => format!(
            "I have read the privacy notice of {company} and agree to the processing of my data for this application."
        ),
        Tongue::De => format!(
            "Ich habe die Datenschutzhinweise von {company} gelesen und stimme der Verarbeitung meiner Daten zu."
        ),
        Tongue::Es => format!(
            "He leído la política de privacidad de {company} y acepto el tratamiento de mis datos para esta candidatura."
        ),
        Tongue::Fr => format!(
            "J'ai lu la politique de confidentialité de {company} et j'accepte le traitement de mes données pour cette candidature."
        ),
    };
    question("consent", &label, Control::Consent)
}

type Make = fn(Tongue, &str, &mut Dice) -> Question;

const KINDS: &[Make] = &[
    authorization,
    sponsorship,
    heard,
    notice,
    salary,
    start,
    relocation,
    age,
    years,
    essay,
    languages,
    before,
    degree,
    shifts,
    team,
    sample,
    licence,
    office,
];

fn question(asks: &'static str, label: &str, control: Control) -> Question {
    Question { asks, label: label.to_owned(), required: true, control, look: Look::Select, day: Day::Native }
}

fn yes_or_no(asks: &'static str, label: &str, tongue: Tongue, dice: &mut Dice) -> Question {
    let look = *dice.pick(&[Look::Radios, Look::Buttons, Look::Select, Look::Drawn]);
    Question { look, required: dice.chance(80), ..question(asks, label, Control::One(yes_no(tongue))) }
}

fn one_of(asks: &'static str, label: &str, options: &str, dice: &mut Dice) -> Question {
    let look = *dice.pick(&[Look::Select, Look::Drawn, Look::Radios]);
    Question { look, required: dice.chance(70), ..question(asks, label, Control::One(split(options))) }
}

fn authorization(tongue: Tongue, _: &str, dice: &mut Dice) -> Question {
    let label = match tongue {
        Tongue::En => dice.word(&[
            "Are you legally authorized to work in Germany?",
            "Do you have the right to work in Germany?",
            "Are you authorised to work in Germany without restrictions?",
        ]),
        Tongue::De => dice.word(&[
            "Haben Sie eine Arbeitserlaubnis für Deutschland?",
            "Sind Sie berechtigt, in Deutschland zu arbeiten?",
        ]),
        Tongue::Es => dice.word(&[
            "¿Tienes permiso de trabajo en Alemania?",
            "¿Estás autorizado/a a trabajar en Alemania?",
        ]),
        Tongue::Fr => dice.word(&[
            "Êtes-vous autorisé à travailler en Allemagne ?",
            "Avez-vous un permis de travail pour l'Allemagne ?",
        ]),
    };
    yes_or_no("work_authorization", label, tongue, dice)
}

fn sponsorship(tongue: Tongue, _: &str, dice: &mut Dice) -> Question {
    let label = match tongue {
        Tongue::En => dice.word(&[
            "Will you now or in the future require visa sponsorship to work in Germany?",
            "Do you require sponsorship for a work visa in Germany?",
        ]),
        Tongue::De => {
            "Benötigen Sie ein Visum oder eine Unterstützung bei der Visumbeantragung, um in Deutschland zu arbeiten?"
        }
        Tongue::Es => "¿Necesitas o necesitarás patrocinio de visado para trabajar en Alemania?",
        Tongue::Fr => "Avez-vous besoin d'un parrainage de visa pour travailler en Allemagne ?",
    };
    yes_or_no("sponsorship", label, tongue, dice)
}

fn heard(tongue: Tongue, _: &str, dice: &mut Dice) -> Question {
    let labels = super::words::labels("how_heard", tongue);
    let label = labels[dice.below(labels.len())];
    one_of("how_heard", label, &sources(tongue).join("|"), dice)
}

fn notice(tongue: Tongue, _: &str, dice: &mut Dice) -> Question {
    let label = tongue.say(
        "What is your notice period?",
        "Wie lang ist Ihre Kündigungsfrist?",
        "¿Cuál es tu plazo de preaviso?",
        "Quel est votre préavis ?",
    );
    let options = tongue.say(
        "None|Up to one month|Two months|Three months or more",
        "Keine|Bis zu einem Monat|Zwei Monate|Drei Monate oder mehr",
        "Ninguno|Hasta un mes|Dos meses|Tres meses o más",
        "Aucun|Jusqu'à un mois|Deux mois|Trois mois ou plus",
    );
    if dice.chance(50) {
        return question("notice_period", label, Control::Text);
    }
    one_of("notice_period", label, options, dice)
}

fn salary(tongue: Tongue, _: &str, dice: &mut Dice) -> Question {
    let labels = super::words::labels("salary", tongue);
    let control = if dice.chance(50) { Control::Number } else { Control::Text };
    Question { required: dice.chance(60), ..question("salary", labels[dice.below(labels.len())], control) }
}

fn start(tongue: Tongue, _: &str, dice: &mut Dice) -> Question {
    let labels = super::words::labels("start_date", tongue);
    let day = *dice.pick(&[Day::Native, Day::Native, Day::Dotted, Day::American]);
    let day = if tongue != Tongue::En && day == Day::American { Day::Dotted } else { day };
    Question { day, ..question("start_date", labels[dice.below(labels.len())], Control::Date) }
}

fn relocation(tongue: Tongue, _: &str, dice: &mut Dice) -> Question {
    let label = tongue.say(
        "Are you willing to relocate?",
        "Sind Sie bereit umzuziehen?",
        "¿Estás dispuesto/a a trasladarte?",
        "Êtes-vous prêt à déménager ?",
    );
    yes_or_no("relocation", label, tongue, dice)
}

fn office(tongue: Tongue, _: &str, dice: &mut Dice) -> Question {
    let label = tongue.say(
        "Are you able to work from our office three days a week?",
        "Können Sie drei Tage pro Woche im Büro arbeiten?",
        "¿Puedes trabajar tres días a la semana en la oficina?",
        "Pouvez-vous travailler trois jours par semaine au bureau ?",
    );
    yes_or_no("office_attendance", label, tongue, dice)
}

fn age(tongue: Tongue, _: &str, dice: &mut Dice) -> Question {
    let label = tongue.say(
        "Are you at least 18 years of age?",
        "Sind Sie mindestens 18 Jahre alt?",
        "¿Eres mayor de 18 años?",
        "Avez-vous au moins 18 ans ?",
    );
    yes_or_no("age_18", label, tongue, dice)
}

fn years(tongue: Tongue, _: &str, dice: &mut Dice) -> Question {
    let skill = dice.word(&["Rust", "SQL", "Kubernetes", "React"]);
    let label = match tongue {
        Tongue::En => format!("How many years of experience do you have with {skill}?"),
        Tongue::De => format!("Wie viele Jahre Erfahrung haben Sie mit {skill}?"),
        Tongue::Es => format!("¿Cuántos años de experiencia tienes con {skill}?"),
        Tongue::Fr => format!("Combien d'années d'expérience avez-vous avec {skill} ?"),
    };
    if dice.chance(40) {
        return one_of("years", &label, "0-1|2-4|5-7|8+", dice);
    }
    question("years", &label, Control::Number)
}

fn essay(tongue: Tongue, company: &str, dice: &mut Dice) -> Question {
    let label = match tongue {
        Tongue::En => format!("Why would you like to work at {company}?"),
        Tongue::De => format!("Warum möchten Sie bei {company} arbeiten?"),
        Tongue::Es => format!("¿Por qué te gustaría trabajar en {company}?"),
        Tongue::Fr => format!("Pourquoi souhaitez-vous travailler chez {company} ?"),
    };
    Question { required: dice.chance(60), ..question("essay", &label, Control::Essay) }
}

fn languages(tongue: Tongue, _: &str, dice: &mut Dice) -> Question {
    let label = tongue.say(
        "Which of these languages do you speak fluently?",
        "Welche dieser Sprachen sprechen Sie fließend?",
        "¿Qué idiomas hablas con fluidez?",
        "Quelles langues parlez-vous couramment ?",
    );
    let options = tongue.say(
        "English|German|Spanish|French|Italian",
        "Englisch|Deutsch|Spanisch|Französisch|Italienisch",
        "Inglés|Alemán|Español|Francés|Italiano",
        "Anglais|Allemand|Espagnol|Français|Italien",
    );
    Question { required: dice.chance(60), ..question("language", label, Control::Many(split(options))) }
}

fn before(tongue: Tongue, company: &str, dice: &mut Dice) -> Question {
    let label = match tongue {
        Tongue::En => format!("Have you previously worked for {company}?"),
        Tongue::De => format!("Haben Sie bereits für {company} gearbeitet?"),
        Tongue::Es => format!("¿Has trabajado antes en {company}?"),
        Tongue::Fr => format!("Avez-vous déjà travaillé pour {company} ?"),
    };
    yes_or_no("prior_employment", &label, tongue, dice)
}

fn degree(tongue: Tongue, _: &str, dice: &mut Dice) -> Question {
    let label = tongue.say(
        "What is your highest level of education?",
        "Was ist Ihr höchster Bildungsabschluss?",
        "¿Cuál es tu nivel de estudios más alto?",
        "Quel est votre plus haut niveau d'études ?",
    );
    let options = tongue.say(
        "High school|Bachelor's degree|Master's degree|Doctorate",
        "Abitur|Bachelor|Master|Promotion",
        "Bachillerato|Grado|Máster|Doctorado",
        "Baccalauréat|Licence|Master|Doctorat",
    );
    one_of("degree", label, options, dice)
}

fn shifts(tongue: Tongue, _: &str, dice: &mut Dice) -> Question {
    let label = tongue.say(
        "Which shifts can you work?",
        "Welche Schichten können Sie übernehmen?",
        "¿Qué turnos puedes hacer?",
        "Quels horaires pouvez-vous assurer ?",
    );
    let options = tongue.say(
        "Early|Late|Night|Weekend",
        "Früh|Spät|Nacht|Wochenende",
        "Mañana|Tarde|Noche|Fin de semana",
        "Matin|Après-midi|Nuit|Week-end",
    );
    Question { required: dice.chance(60), ..question("custom", label, Control::Many(split(options))) }
}

fn team(tongue: Tongue, _: &str, dice: &mut Dice) -> Question {
    let label = tongue.say(
        "Which team interests you most?",
        "Welches Team interessiert Sie am meisten?",
        "¿Qué equipo te interesa más?",
        "Quelle équipe vous intéresse le plus ?",
    );
    one_of("custom", label, "Platform|Search|Billing|Growth|Security", dice)
}

fn sample(tongue: Tongue, _: &str, _: &mut Dice) -> Question {
    let label = tongue.say(
        "Work sample (PDF)",
        "Arbeitsprobe (PDF)",
        "Muestra de trabajo (PDF)",
        "Exemple de réalisation (PDF)",
    );
    Question { required: false, ..question("sample", label, Control::File) }
}

fn licence(tongue: Tongue, _: &str, dice: &mut Dice) -> Question {
    let label = tongue.say(
        "Do you hold a valid driving licence?",
        "Haben Sie einen gültigen Führerschein?",
        "¿Tienes carné de conducir en vigor?",
        "Êtes-vous titulaire du permis de conduire ?",
    );
    yes_or_no("credential", label, tongue, dice)
}

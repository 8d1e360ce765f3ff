//! Decides which fields the form of a posting has. The choice follows from the seed and the posting alone.

use super::basics;
use super::{Control, FormField, Group};
use crate::catalogue::dice::Dice;
use crate::catalogue::{Family, Field, Interval, Lang, Posting, Workplace};

/// All fields of the form, in the order shown.
pub(crate) fn fields(seed: u64, posting: &Posting) -> Vec<FormField> {
    let mut fields = match posting.company.family {
        Family::Greenhouse => basics::greenhouse(),
        Family::Lever => basics::lever(posting.company.lang),
        Family::Ashby => basics::ashby(seed, posting),
        Family::JsonLd => basics::page(posting.company.lang),
    };
    let names = Names::new(seed, posting);
    for (number, mut field) in questions(seed, posting).into_iter().enumerate() {
        field.name = names.of(number, matches!(field.control, Control::Many(_)));
        fields.push(field);
    }
    if posting.company.family == Family::Greenhouse && posting.place.country_code == "US" {
        fields.extend(basics::voluntary());
    }
    fields
}

/// How a family names the fields of its own questions.
struct Names {
    family: Family,
    lang: Lang,
    first: u64,
    cards: [uuid::Uuid; 2],
    paths: Vec<uuid::Uuid>,
}

/// Lever shows at most this many questions on its first card.
const CARD_SIZE: usize = 4;
/// No form asks more questions of its own than this.
const MAX_QUESTIONS: usize = 12;

impl Names {
    fn new(seed: u64, posting: &Posting) -> Self {
        let mut ids = Dice::new(seed, posting.ordinal, "names");
        Self {
            family: posting.company.family,
            lang: posting.company.lang,
            first: 31_000_000_000 + posting.ordinal * 131,
            cards: [ids.uuid(), ids.uuid()],
            paths: (0..MAX_QUESTIONS).map(|_| ids.uuid()).collect(),
        }
    }

    fn of(&self, number: usize, many: bool) -> String {
        match self.family {
            Family::Greenhouse => {
                format!("question_{}{}", self.first + number as u64, if many { "[]" } else { "" })
            }
            Family::Lever => format!(
                "cards[{}][field{}]",
                self.cards[number / CARD_SIZE % 2],
                if number < CARD_SIZE { number } else { number - CARD_SIZE }
            ),
            Family::Ashby => self.paths[number % MAX_QUESTIONS].to_string(),
            Family::JsonLd => format!("{}-{}", self.lang.say("question", "frage", "pregunta"), number + 1),
        }
    }
}

/// The questions of this posting, still without field names.
fn questions(seed: u64, posting: &Posting) -> Vec<FormField> {
    let lang = posting.company.lang;
    let mut dice = Dice::new(seed, posting.ordinal, "questions");
    let mut asked = Vec::new();
    rights(posting, lang, &mut dice, &mut asked);
    vocation(posting, lang, &mut dice, &mut asked);
    terms(posting, lang, &mut dice, &mut asked);
    if dice.chance(45) {
        let label = match lang {
            Lang::En => format!("Why would you like to work at {}?", posting.company.name),
            Lang::De => format!("Warum möchten Sie bei {} arbeiten?", posting.company.name),
            Lang::Es => format!("¿Por qué te gustaría trabajar en {}?", posting.company.name),
        };
        asked.push(question(&label, dice.chance(50), Control::Essay));
    }
    if posting.company.family == Family::Greenhouse && dice.chance(60) {
        asked.insert(
            0,
            question(
                lang.say("LinkedIn Profile", "LinkedIn-Profil", "Perfil de LinkedIn"),
                false,
                Control::Url,
            ),
        );
    }
    if dice.chance(50) {
        let options = lang.say(
            "LinkedIn|A job board|A friend or colleague|Our website|Another way",
            "LinkedIn|Stellenportal|Bekannte oder Kollegen|Unsere Internetseite|Anders",
            "LinkedIn|Portal de empleo|Amigos o colegas|Nuestra página|Otro medio",
        );
        asked.push(question(
            lang.say(
                "How did you hear about this job?",
                "Wie sind Sie auf uns aufmerksam geworden?",
                "¿Cómo conociste esta oferta?",
            ),
            dice.chance(50),
            one(options),
        ));
    }
    asked.truncate(MAX_QUESTIONS - 1);
    if lang != Lang::En || dice.chance(60) {
        let label = match lang {
            Lang::En => format!(
                "I have read the applicant privacy notice of {} and agree to my data being used to consider this application.",
                posting.company.name
            ),
            Lang::De => format!(
                "Ich habe die Datenschutzhinweise der {} gelesen und stimme der Verarbeitung meiner Daten für diese Bewerbung zu.",
                posting.company.name
            ),
            Lang::Es => format!(
                "He leído la política de privacidad de {} y acepto el tratamiento de mis datos para esta candidatura.",
                posting.company.name
            ),
        };
        asked.push(FormField { group: Group::Consent, ..question(&label, true, Control::Consent) });
    }
    asked
}

fn question(label: &str, required: bool, control: Control) -> FormField {
    FormField { name: String::new(), label: label.to_owned(), required, control, group: Group::Question }
}

fn one(options: &str) -> Control {
    Control::One(options.split('|').map(str::to_owned).collect())
}

fn many(options: &str) -> Control {
    Control::Many(options.split('|').map(str::to_owned).collect())
}

/// The right to work, and the town.
fn rights(posting: &Posting, lang: Lang, dice: &mut Dice, asked: &mut Vec<FormField>) {
    let the_country = posting.place.country_with_article(lang);
    if dice.chance(85) {
        let label = match lang {
            Lang::En => format!("Are you legally authorized to work in {the_country}?"),
            Lang::De => format!("Dürfen Sie in {the_country} arbeiten?"),
            Lang::Es => format!("¿Tienes permiso de trabajo en {the_country}?"),
        };
        asked.push(question(&label, true, Control::YesNo));
    }
    if dice.chance(60) {
        let label = match lang {
            Lang::En => {
                format!("Will you now or in the future require sponsorship to work in {the_country}?")
            }
            Lang::De => "Benötigen Sie jetzt oder künftig ein Visum oder eine Arbeitserlaubnis?".to_owned(),
            Lang::Es => "¿Necesitas o necesitarás patrocinio de visado?".to_owned(),
        };
        asked.push(question(&label, true, Control::YesNo));
    }
    let town = posting.place.city;
    let label = match (posting.workplace, lang) {
        (Workplace::Remote, _) => return,
        (Workplace::Hybrid, Lang::En) => {
            format!("Are you able to work from our {town} office three days a week?")
        }
        (Workplace::Hybrid, Lang::De) => format!("Können Sie drei Tage in der Woche in {town} arbeiten?"),
        (Workplace::Hybrid, Lang::Es) => {
            format!("¿Puedes trabajar tres días por semana en la oficina de {town}?")
        }
        (Workplace::OnSite, Lang::En) => {
            format!("Are you willing to relocate to {town} if you do not live there?")
        }
        (Workplace::OnSite, Lang::De) => format!("Sind Sie bereit, nach {town} umzuziehen?"),
        (Workplace::OnSite, Lang::Es) => format!("¿Estás dispuesto/a a trasladarte a {town}?"),
    };
    if dice.chance(45) {
        asked.push(question(&label, dice.chance(70), Control::YesNo));
    }
}

/// What the trade asks for.
fn vocation(posting: &Posting, lang: Lang, dice: &mut Dice, asked: &mut Vec<FormField>) {
    let shifts = lang.say(
        "Early|Late|Night|Weekend",
        "Frühdienst|Spätdienst|Nachtdienst|Wochenende",
        "Mañana|Tarde|Noche|Fin de semana",
    );
    if posting.field == Field::Nursing {
        asked.push(question(
            lang.say(
                "Do you hold a current nursing registration?",
                "Haben Sie eine anerkannte Ausbildung in der Pflege?",
                "¿Tienes colegiación vigente en enfermería?",
            ),
            true,
            Control::YesNo,
        ));
    }
    if matches!(posting.field, Field::Nursing | Field::Hospitality | Field::Logistics) && dice.chance(60) {
        asked.push(question(
            lang.say(
                "Which shifts can you work?",
                "Welche Schichten können Sie übernehmen?",
                "¿Qué turnos puedes hacer?",
            ),
            true,
            many(shifts),
        ));
    }
    if matches!(posting.field, Field::Hospitality | Field::Logistics) && dice.chance(60) {
        asked.push(question(
            lang.say(
                "Are you at least 18 years of age?",
                "Sind Sie mindestens 18 Jahre alt?",
                "¿Eres mayor de 18 años?",
            ),
            true,
            Control::YesNo,
        ));
    }
    if dice.chance(if posting.field == Field::Hospitality { 70 } else { 18 }) {
        let options = lang.say(
            "English|German|Spanish|French|Another language",
            "Deutsch|Englisch|Spanisch|Französisch|Andere",
            "Español|Inglés|Alemán|Francés|Otro",
        );
        asked.push(question(
            lang.say(
                "Which of these languages do you speak fluently?",
                "Welche Sprachen sprechen Sie fließend?",
                "¿Qué idiomas hablas con fluidez?",
            ),
            dice.chance(50),
            many(options),
        ));
    }
    if dice.chance(45) && !posting.skills.is_empty() {
        let skill = dice.pick(&posting.skills).clone();
        let label = match lang {
            Lang::En => format!("How many years of experience do you have with {skill}?"),
            Lang::De => format!("Wie viele Jahre Erfahrung haben Sie mit {skill}?"),
            Lang::Es => format!("¿Cuántos años de experiencia tienes con {skill}?"),
        };
        asked.push(question(&label, true, Control::Number));
    }
}

/// Pay, notice and start.
fn terms(posting: &Posting, lang: Lang, dice: &mut Dice, asked: &mut Vec<FormField>) {
    if dice.chance(48) {
        let hourly = posting.pay.as_ref().is_some_and(|pay| pay.interval == Interval::Hour);
        let currency = posting.place.currency;
        let label = match (lang, hourly) {
            (Lang::En, false) => format!("What are your salary expectations? ({currency} per year)"),
            (Lang::En, true) => format!("What are your pay expectations? ({currency} per hour)"),
            (Lang::De, _) => format!("Wie hoch ist Ihre Gehaltsvorstellung? ({currency} brutto im Jahr)"),
            (Lang::Es, _) => format!("¿Cuáles son tus expectativas salariales? ({currency} brutos al año)"),
        };
        let control = if dice.chance(50) { Control::Number } else { Control::Text };
        asked.push(question(&label, dice.chance(70), control));
    }
    if dice.chance(42) {
        let label = lang.say(
            "What is your notice period?",
            "Wie lang ist Ihre Kündigungsfrist?",
            "¿Cuál es tu plazo de preaviso?",
        );
        let options = lang.say(
            "None, I can start at once|Up to one month|Two months|Three months or more",
            "Keine|Bis zu einem Monat|Zwei Monate|Drei Monate oder mehr",
            "Ninguno|Hasta un mes|Dos meses|Tres meses o más",
        );
        let control = if dice.chance(60) { one(options) } else { Control::Text };
        asked.push(question(label, true, control));
    }
    if dice.chance(30) {
        asked.push(question(
            lang.say("When could you start?", "Wann könnten Sie anfangen?", "¿Cuándo podrías empezar?"),
            dice.chance(60),
            Control::Date,
        ));
    }
}

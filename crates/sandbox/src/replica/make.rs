//! Makes a replica from a family and a seed: the same two always give the same form.

use super::model::{Asked, Day, Kin, Look, Mark, Replica, Tongue};
use super::names::{basic, element_id, own};
use super::questions::{self, Question};
use super::{habits, parse, real, words};
use crate::catalogue::dice::Dice;
use crate::forms::{Control, FormField, Group};
use serde_json::Value;

/// Invented employers of replicas.
const COMPANIES: &[&str] = &[
    "Tidewharf",
    "Elmgate Labs",
    "Norrholm",
    "Kupferbach",
    "Salinar",
    "Vauclair",
    "Ostbrook",
    "Marrowfield",
];
const COLORS: &[&str] = &["#1f6f5c", "#5b2a86", "#a63a1e", "#14385f", "#7a5c00"];
/// Titles in the four languages.
const TITLES: &[[&str; 4]] = &[
    ["Software Engineer", "Softwareentwickler (m/w/d)", "Desarrollador de software", "Développeur logiciel"],
    ["Data Analyst", "Datenanalyst (m/w/d)", "Analista de datos", "Analyste de données"],
    ["Backend Engineer", "Backend-Entwickler (m/w/d)", "Ingeniero backend", "Ingénieur backend"],
];
/// Traps, under names robots like.
const TRAPS: &[&str] = &["contact_me_by_fax", "website_url_2", "middle_title", "hp_company", "confirm_phone"];
/// Ways to keep a trap from people.
const TRAP_STYLES: &[&str] = &[
    "position:absolute;left:-9999px;width:1px;height:1px;overflow:hidden",
    "display:none",
    "opacity:0;position:absolute;height:0;width:0;overflow:hidden",
    "visibility:hidden;position:absolute",
];

/// What a family always asks: what, and required in how many of a hundred forms. 0 for never, and then it may be left
/// out.
fn basics(kin: Kin) -> &'static [(&'static str, usize)] {
    match kin {
        Kin::Greenhouse | Kin::GreenhouseEmbedded => &[
            ("first_name", 100),
            ("last_name", 100),
            ("preferred_name", 0),
            ("email", 100),
            ("country", 60),
            ("phone", 80),
            ("location", 60),
            ("resume", 100),
            ("cover_letter", 0),
            ("linkedin", 20),
        ],
        Kin::GreenhouseLegacy => &[
            ("first_name", 100),
            ("last_name", 100),
            ("email", 100),
            ("phone", 100),
            ("resume", 100),
            ("cover_letter", 0),
            ("linkedin", 20),
            ("website", 0),
        ],
        Kin::Lever => &[
            ("resume", 100),
            ("full_name", 100),
            ("email", 100),
            ("phone", 50),
            ("location", 60),
            ("current_company", 30),
            ("linkedin", 10),
            ("github", 0),
        ],
        Kin::Ashby => &[
            ("full_name", 100),
            ("email", 100),
            ("resume", 100),
            ("location", 50),
            ("phone", 50),
            ("linkedin", 20),
        ],
        Kin::Workable => &[
            ("first_name", 100),
            ("last_name", 100),
            ("email", 100),
            ("phone", 70),
            ("street", 0),
            ("resume", 100),
            ("cover_letter", 0),
        ],
        Kin::Smartrecruiters => &[
            ("first_name", 100),
            ("last_name", 100),
            ("email", 100),
            ("city", 70),
            ("phone", 50),
            ("linkedin", 0),
            ("website", 0),
            ("resume", 90),
        ],
        Kin::Recruitee => &[
            ("full_name", 100),
            ("email", 100),
            ("phone", 60),
            ("resume", 90),
            ("cover_letter", 0),
            ("linkedin", 0),
        ],
        Kin::Teamtailor => &[
            ("first_name", 100),
            ("last_name", 100),
            ("email", 100),
            ("phone", 50),
            ("resume", 80),
            ("cover_letter", 0),
        ],
        Kin::Personio => &[
            ("first_name", 100),
            ("last_name", 100),
            ("email", 100),
            ("phone", 50),
            ("location", 30),
            ("start_date", 40),
            ("salary", 40),
            ("resume", 100),
            ("cover_letter", 0),
        ],
        Kin::Bamboohr => &[
            ("first_name", 100),
            ("last_name", 100),
            ("email", 100),
            ("phone", 80),
            ("street", 40),
            ("city", 40),
            ("postal_code", 40),
            ("country", 40),
            ("start_date", 40),
            ("salary", 30),
            ("linkedin", 0),
            ("website", 0),
            ("resume", 80),
            ("cover_letter", 0),
        ],
        Kin::Icims => &[
            ("email", 100),
            ("first_name", 100),
            ("last_name", 100),
            ("phone", 80),
            ("street", 40),
            ("city", 60),
            ("postal_code", 60),
            ("country", 80),
            ("how_heard", 60),
            ("resume", 90),
        ],
        Kin::Workday => &[
            ("how_heard", 80),
            ("country", 100),
            ("first_name", 100),
            ("last_name", 100),
            ("street", 60),
            ("city", 70),
            ("postal_code", 70),
            ("email", 100),
            ("phone_kind", 70),
            ("phone", 100),
            ("resume", 80),
            ("linkedin", 0),
        ],
    }
}

/// Makes the form. Questions from outside replace those the family would add by itself.
pub(crate) fn replica(kin: Kin, seed: u64, tongue: Option<Tongue>, outside: Option<&[Value]>) -> Replica {
    let mut dice = Dice::new(seed, kin as u64, "replica");
    let drawn =
        *dice.pick(&[Tongue::En, Tongue::En, Tongue::En, Tongue::De, Tongue::De, Tongue::Es, Tongue::Fr]);
    let tongue = tongue.unwrap_or(drawn);
    let company = dice.word(COMPANIES);
    let newer = dice.chance(50);
    let mut fields = basic_fields(kin, tongue, newer, &mut dice);
    let reads_after = parse::after_ms(kin, seed);
    if reads_after.is_some() {
        fields.push(parse::social(kin, tongue, newer));
    }
    let mut questions: Vec<Asked> = match outside {
        Some(objects) => {
            objects.iter().take(real::MOST).filter_map(|one| real::asked(one, &mut dice)).collect()
        }
        None => questions::some(tongue, company, &mut dice)
            .into_iter()
            .map(|made| from(made, Group::Question))
            .collect(),
    };
    // What the family asks anyway is not asked again.
    let asked_already: Vec<String> = fields.iter().map(|field| field.asks.clone()).collect();
    questions.retain(|one| one.asks == "custom" || !asked_already.contains(&one.asks));
    if outside.is_none() {
        if dice.chance(35) {
            questions
                .extend(questions::voluntary(tongue).into_iter().map(|made| from(made, Group::Voluntary)));
        }
        if dice.chance(60) {
            questions.push(from(questions::consent(tongue, company), Group::Consent));
        }
    }
    habits::follow_up(kin, seed, tongue, &mut questions);
    let mut ids = Dice::new(seed, kin as u64, "names");
    for (number, asked) in questions.iter_mut().enumerate() {
        asked.field.name = own(kin, number, &asked.field.control, asked.field.group, &mut ids);
    }
    fields.extend(questions);
    for (number, asked) in fields.iter_mut().enumerate() {
        asked.id = element_id(kin, &asked.field.name, number, newer);
        // These draw every day with the browser's own date field.
        if matches!(kin, Kin::Greenhouse | Kin::GreenhouseEmbedded | Kin::Lever | Kin::Ashby) {
            asked.day = Day::Native;
        }
    }
    let steps = steps(kin, tongue, newer, &mut fields);
    Replica {
        id: format!("{}{seed:x}", dice.next() % 900_000 + 100_000),
        kin,
        seed,
        tongue,
        company: company.to_owned(),
        title: dice.pick(TITLES)[Tongue::ALL.iter().position(|one| *one == tongue).unwrap_or(0)].to_owned(),
        color: dice.word(COLORS),
        fields,
        steps,
        mark: *dice.pick(&[Mark::Star, Mark::Star, Mark::Glyph, Mark::Word, Mark::Drawn, Mark::Attribute]),
        trap: if kin == Kin::Workday { "beecatcher" } else { dice.word(TRAPS) },
        trap_style: dice.word(TRAP_STYLES),
        newer,
        reads_after,
    }
}

fn basic_fields(kin: Kin, tongue: Tongue, newer: bool, dice: &mut Dice) -> Vec<Asked> {
    let mut fields = Vec::new();
    for (asks, required_in) in basics(kin) {
        // What is never required is sometimes not there at all.
        if *required_in < 70 && dice.chance(30) {
            continue;
        }
        let wordings = words::labels(asks, tongue);
        let label = wordings[dice.below(wordings.len())];
        let typed_letter = matches!(kin, Kin::Teamtailor | Kin::Workable);
        let control = match *asks {
            "email" => Control::Email,
            "phone" => Control::Phone,
            "linkedin" | "github" | "website" => Control::Url,
            "cover_letter" if typed_letter => Control::Essay,
            "resume" | "cover_letter" => Control::File,
            "country" => Control::One(words::countries(tongue)),
            "how_heard" => Control::One(words::sources(tongue)),
            "phone_kind" => Control::One(words::phone_kinds(tongue)),
            "start_date" => Control::Date,
            "location" if matches!(kin, Kin::Greenhouse | Kin::GreenhouseEmbedded | Kin::Ashby) => {
                Control::Town
            }
            _ => Control::Text,
        };
        let group = match *asks {
            "linkedin" | "github" | "website" => Group::Links,
            _ => Group::About,
        };
        let field = FormField {
            name: basic(kin, asks, newer),
            label: label.to_owned(),
            required: dice.chance(*required_in),
            control,
            group,
        };
        let day = *dice.pick(&[Day::Native, Day::Dotted]);
        let day = if kin == Kin::Bamboohr && tongue == Tongue::En { Day::American } else { day };
        let look = if dice.chance(50) { Look::Drawn } else { Look::Select };
        fields.push(Asked { look, day, ..Asked::plain(field, asks) });
    }
    shuffle(&mut fields, kin, dice);
    fields
}

/// Some forms put the resume first, some the telephone before the address.
fn shuffle(fields: &mut Vec<Asked>, kin: Kin, dice: &mut Dice) {
    let place = |fields: &[Asked], asks: &str| fields.iter().position(|field| field.asks == asks);
    if dice.chance(30)
        && let (Some(email), Some(phone)) = (place(fields, "email"), place(fields, "phone"))
    {
        fields.swap(email, phone);
    }
    if !kin.has_steps()
        && dice.chance(30)
        && let Some(resume) = place(fields, "resume")
    {
        let resume = fields.remove(resume);
        fields.insert(0, resume);
    }
}

fn from(question: Question, group: Group) -> Asked {
    let field = FormField {
        name: String::new(),
        label: question.label,
        required: question.required,
        control: question.control,
        group,
    };
    Asked { look: question.look, day: question.day, ..Asked::plain(field, question.asks) }
}

/// Deals the fields to steps and names the steps.
fn steps(kin: Kin, tongue: Tongue, newer: bool, fields: &mut [Asked]) -> Vec<String> {
    let own =
        |field: &Asked| matches!(field.field.group, Group::Question | Group::Voluntary | Group::Consent);
    let words: &str = match kin {
        Kin::Workday => {
            for field in fields.iter_mut() {
                field.step = match (field.field.group, field.asks.as_str()) {
                    (Group::About | Group::Links | Group::Extra, "resume" | "linkedin") => 1,
                    (Group::About | Group::Links | Group::Extra, _) => 0,
                    (Group::Question, _) => 2,
                    (Group::Voluntary | Group::Consent, _) => 3,
                };
            }
            tongue.say(
                "My Information|My Experience|Application Questions|Voluntary Disclosures|Review",
                "Meine Informationen|Meine Erfahrung|Bewerbungsfragen|Freiwillige Angaben|Überprüfen",
                "Mi información|Mi experiencia|Preguntas de la solicitud|Datos voluntarios|Revisar",
                "Mes informations|Mon expérience|Questions de candidature|Informations volontaires|Vérifier",
            )
        }
        Kin::Smartrecruiters | Kin::Icims => {
            let mut several = false;
            for field in fields.iter_mut().filter(|field| own(field)) {
                field.step = 1;
                several = true;
            }
            let all = tongue.say(
                "Your details|Questions",
                "Ihre Angaben|Fragen",
                "Tus datos|Preguntas",
                "Vos coordonnées|Questions",
            );
            // Without questions of the employer there is one step only; some tenants put everything on one page.
            if !several || (kin == Kin::Smartrecruiters && newer) {
                fields.iter_mut().for_each(|field| field.step = 0);
                all.split('|').next().unwrap_or(all)
            } else {
                all
            }
        }
        _ => tongue.say("Application", "Bewerbung", "Candidatura", "Candidature"),
    };
    let names: Vec<String> = words::split(words);
    // A step without a field is not shown, the review at the end aside.
    let last = if kin == Kin::Workday { names.len() - 1 } else { names.len() };
    let kept: Vec<usize> = (0..names.len())
        .filter(|step| *step >= last || fields.iter().any(|field| field.step == *step))
        .collect();
    for field in fields.iter_mut() {
        field.step = kept.iter().position(|step| *step == field.step).unwrap_or(0);
    }
    kept.into_iter().map(|step| names[step].clone()).collect()
}

//! Turns a role into the text of a posting: careful, terse or vague, in the employer's language.

use super::compose::Quality;
use super::dice::Dice;
use super::model::{Employment, Field, Interval, Lang, Pay, Posting, Section, Workplace};
use super::roles::Role;
use std::fmt::Write as _;

/// All parts of the text of a posting, in order.
pub(super) fn sections(
    posting: &Posting,
    role: &Role,
    level: &str,
    quality: Quality,
    dice: &mut Dice,
) -> Vec<Section> {
    match quality {
        Quality::Full => full(posting, role, level, dice),
        Quality::Terse => terse(posting, role, dice),
        Quality::Vague => vague(posting, dice),
    }
}

fn full(posting: &Posting, role: &Role, level: &str, dice: &mut Dice) -> Vec<Section> {
    let lang = posting.company.lang;
    let name = posting.company.name;
    let about = lang.say("About us", "Über uns", "Sobre nosotros");
    let mut role_text: Vec<String> =
        role.summary.iter().map(|line| line.replace("{company}", name)).collect();
    role_text.push(setting(posting));
    let mut asks: Vec<String> = dice.some(&role.asks, 4).into_iter().map(str::to_owned).collect();
    asks.insert(0, experience(lang, level, posting.employment));
    let mut sections = vec![
        text(about, vec![posting.company.about.to_owned()]),
        text(lang.say("The role", "Die Stelle", "El puesto"), role_text),
        list(lang.say("What you will do", "Ihre Aufgaben", "Qué harás"), dice.some(&role.duties, 5)),
        Section {
            heading: lang.say("What you bring", "Ihr Profil", "Qué buscamos").to_owned(),
            paragraphs: Vec::new(),
            items: asks,
        },
    ];
    if !role.nice.is_empty() && dice.chance(70) {
        sections.push(list(lang.say("Nice to have", "Von Vorteil", "Se valora"), role.nice.clone()));
    }
    if dice.chance(80) {
        let lead = lang.say("You will work with", "Sie arbeiten mit", "Trabajarás con");
        sections.push(text(
            lang.say("Tools and skills", "Werkzeuge und Kenntnisse", "Herramientas"),
            vec![format!("{lead}: {}.", posting.skills.join(", "))],
        ));
    }
    sections.push(list(
        lang.say("What we offer", "Wir bieten", "Qué ofrecemos"),
        posting.company.benefits.to_vec(),
    ));
    if let Some(pay) = &posting.pay {
        let line = match lang {
            Lang::En => format!("The pay range for this role is {}.", pay_text(pay, lang)),
            Lang::De => format!("Die Vergütung liegt bei {}.", pay_text(pay, lang)),
            Lang::Es => format!("La retribución es de {}.", pay_text(pay, lang)),
        };
        sections.push(text(lang.say("Pay", "Vergütung", "Salario"), vec![line]));
    }
    sections.push(text(
        lang.say("How we hire", "So geht es weiter", "Proceso"),
        vec![process(lang, dice).to_owned(), equal(lang).to_owned()],
    ));
    sections
}

fn terse(posting: &Posting, role: &Role, dice: &mut Dice) -> Vec<Section> {
    let lang = posting.company.lang;
    let mut first = role.summary[0].replace("{company}", posting.company.name);
    if let Some(pay) = &posting.pay {
        let _ = write!(first, " {}: {}.", lang.say("Pay", "Vergütung", "Salario"), pay_text(pay, lang));
    }
    vec![
        text("", vec![first]),
        list("", dice.some(&role.duties, 3)),
        text(
            "",
            vec![
                format!(
                    "{}: {}.",
                    lang.say("Needed", "Voraussetzung", "Imprescindible"),
                    dice.pick(&role.asks)
                ),
                setting(posting),
            ],
        ),
    ]
}

fn vague(posting: &Posting, dice: &mut Dice) -> Vec<Section> {
    let (name, title, town) = (posting.company.name, &posting.title, posting.place.city);
    let english = [
        format!(
            "Are you passionate about what you do? {name} is looking for a motivated {title} to join our dynamic team in {town}."
        ),
        format!(
            "{name} is growing, and so can you. As {title} you will wear many hats and make a real impact from day one."
        ),
        format!(
            "Join the {name} family! We need a hands-on {title} who thrives in a fast-paced environment."
        ),
    ];
    let german = [
        format!(
            "Sie suchen eine neue Herausforderung? {name} sucht zum nächstmöglichen Zeitpunkt: {title} in {town}."
        ),
        format!(
            "Wir wachsen weiter! Als {title} übernehmen Sie vielfältige Aufgaben in einem dynamischen Umfeld."
        ),
    ];
    let spanish = [
        format!("¿Buscas un nuevo reto? En {name} queremos conocerte. Vacante: {title} en {town}."),
        format!("Seguimos creciendo. Como {title} formarás parte de un equipo joven y dinámico en {town}."),
    ];
    let (opening, closing) = match posting.company.lang {
        Lang::En => (
            dice.pick(&english),
            "We offer a competitive salary, a great culture and plenty of room to grow. If this sounds like you, apply today.",
        ),
        Lang::De => (
            dice.pick(&german),
            "Es erwarten Sie eine leistungsgerechte Vergütung, flache Hierarchien und ein sympathisches Team. Wir freuen uns auf Ihre Bewerbung.",
        ),
        Lang::Es => (
            dice.pick(&spanish),
            "Ofrecemos salario competitivo, buen ambiente y posibilidades de crecimiento. ¡Inscríbete!",
        ),
    };
    vec![text("", vec![opening.clone(), closing.to_owned()])]
}

fn text(heading: &str, paragraphs: Vec<String>) -> Section {
    Section { heading: heading.to_owned(), paragraphs, items: Vec::new() }
}

fn list(heading: &str, items: Vec<&str>) -> Section {
    Section {
        heading: heading.to_owned(),
        paragraphs: Vec::new(),
        items: items.into_iter().map(str::to_owned).collect(),
    }
}

/// Where, how and on what contract the work is done, in a sentence or two.
fn setting(posting: &Posting) -> String {
    let lang = posting.company.lang;
    let town = posting.place.city;
    let country = posting.place.country_with_article(lang);
    let place = match (posting.workplace, lang) {
        (Workplace::Remote, Lang::En) => {
            format!("You can work from anywhere in {country}; the team meets in {town} a few times a year.")
        }
        (Workplace::Remote, Lang::De) => format!(
            "Sie arbeiten von zu Hause, überall in {country}; das Team trifft sich einige Male im Jahr in {town}."
        ),
        (Workplace::Remote, Lang::Es) => format!(
            "Puedes trabajar a distancia desde cualquier lugar de {country}; el equipo se reúne en {town} varias veces al año."
        ),
        (Workplace::Hybrid, Lang::En) => {
            format!("The role is hybrid: three days a week in our {town} office.")
        }
        (Workplace::Hybrid, Lang::De) => {
            format!("Sie arbeiten hybrid: drei Tage in der Woche an unserem Standort {town}.")
        }
        (Workplace::Hybrid, Lang::Es) => {
            format!("Modelo híbrido: tres días a la semana en nuestra oficina de {town}.")
        }
        (Workplace::OnSite, Lang::En) => format!("The role is based on site in {town}."),
        (Workplace::OnSite, Lang::De) => format!("Ihr Arbeitsort ist {town}."),
        (Workplace::OnSite, Lang::Es) => format!("El puesto es presencial en {town}."),
    };
    format!(
        "{place} {}: {}.",
        lang.say("Contract", "Vertrag", "Contrato"),
        employment_text(lang, posting.employment)
    )
}

fn experience(lang: Lang, level: &str, employment: Employment) -> String {
    let years = match level {
        _ if employment == Employment::Internship => 0,
        "Junior" | "Associate" | "Graduate" | "Assistant" => 0,
        "Senior" | "Enterprise" => 5,
        "Lead" | "Group" | "Leitende" | "Leitender" => 7,
        "Staff" | "Principal" => 8,
        _ => 2,
    };
    if years == 0 {
        return lang
            .say(
                "No long experience needed: we train people who want to learn",
                "Berufserfahrung ist nicht nötig, wir bilden Sie aus",
                "No necesitas experiencia previa: te formamos",
            )
            .to_owned();
    }
    match lang {
        Lang::En => format!("{years} or more years in a comparable role"),
        Lang::De => format!("Mindestens {years} Jahre Berufserfahrung in einer vergleichbaren Position"),
        Lang::Es => format!("Al menos {years} años de experiencia en un puesto similar"),
    }
}

fn process(lang: Lang, dice: &mut Dice) -> &'static str {
    match lang {
        Lang::En => dice.word(&[
            "You will hear from us within two weeks. There is a first call, a conversation about your work, and a last meeting with the team.",
            "We read every application. Expect a call of thirty minutes, a small task we pay for, and a day with us.",
            "Two conversations, then a decision. Tell us what you need to take part well.",
        ]),
        Lang::De => dice.word(&[
            "Sie erhalten innerhalb von zwei Wochen Antwort. Danach folgen ein Telefonat und ein Gespräch vor Ort mit einem Rundgang.",
            "Nach einem ersten Kennenlernen laden wir Sie zu einem Probetag ein.",
        ]),
        Lang::Es => dice.word(&[
            "Responderemos en dos semanas. Habrá una llamada y una entrevista con el equipo.",
            "Leemos todas las candidaturas. Primero hablamos por teléfono y después te invitamos a conocernos.",
        ]),
    }
}

fn equal(lang: Lang) -> &'static str {
    lang.say(
        "We welcome applications from everyone, whatever their age, origin, faith, disability, gender or whom they love.",
        "Wir freuen uns über Bewerbungen aller Menschen, unabhängig von Alter, Herkunft, Religion, Behinderung, Geschlecht und sexueller Identität.",
        "Valoramos todas las candidaturas, sin distinción de edad, origen, creencias, discapacidad, género u orientación.",
    )
}

/// "120,000 - 150,000 USD per year", in the manner of the language.
pub(crate) fn pay_text(pay: &Pay, lang: Lang) -> String {
    let per = match pay.interval {
        Interval::Year => lang.say("per year", "brutto im Jahr", "brutos al año"),
        Interval::Hour => lang.say("per hour", "pro Stunde", "por hora"),
    };
    format!("{} - {} {} {per}", amount(pay.min_cents, lang), amount(pay.max_cents, lang), pay.currency)
}

/// An amount with thousands separated, and cents only where there are some.
pub(crate) fn amount(cents: i64, lang: Lang) -> String {
    let (separator, point) = if lang == Lang::En { (',', '.') } else { ('.', ',') };
    let digits = (cents / 100).to_string();
    let mut whole = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            whole.push(separator);
        }
        whole.push(digit);
    }
    match cents % 100 {
        0 => whole,
        rest => format!("{whole}{point}{rest:02}"),
    }
}

/// The kind of contract, in words.
pub(crate) fn employment_text(lang: Lang, employment: Employment) -> &'static str {
    match employment {
        Employment::FullTime => lang.say("Full-time", "Vollzeit", "Jornada completa"),
        Employment::PartTime => lang.say("Part-time", "Teilzeit", "Media jornada"),
        Employment::Contract => lang.say("Fixed-term contract", "Befristet", "Temporal"),
        Employment::Internship => lang.say("Internship", "Praktikum", "Prácticas"),
    }
}

/// The department a field belongs to, in the employer's language.
pub(crate) fn department(lang: Lang, field: Field) -> &'static str {
    match field {
        Field::Software => lang.say("Engineering", "IT und Entwicklung", "Tecnología"),
        Field::Data => lang.say("Data", "Daten", "Datos"),
        Field::Design => lang.say("Design", "Gestaltung", "Diseño"),
        Field::Product => lang.say("Product", "Produkt", "Producto"),
        Field::Nursing => lang.say("Nursing", "Pflege", "Enfermería"),
        Field::Health => lang.say("Clinical Services", "Medizinische Dienste", "Servicios clínicos"),
        Field::Finance => lang.say("Finance", "Finanzen", "Finanzas"),
        Field::Marketing => lang.say("Marketing", "Marketing", "Marketing"),
        Field::Sales => lang.say("Sales", "Vertrieb", "Ventas"),
        Field::Support => lang.say("Customer Support", "Kundenservice", "Atención al cliente"),
        Field::Logistics => lang.say("Operations", "Logistik", "Operaciones"),
        Field::Engineering => lang.say("Hardware Engineering", "Technik", "Ingeniería"),
        Field::Teaching => lang.say("Teaching", "Bildung", "Formación"),
        Field::Hospitality => lang.say("Hotels", "Hotellerie", "Hoteles"),
        Field::People => lang.say("People", "Personal", "Personas"),
    }
}

/// The text of some sections as HTML.
pub(crate) fn html(sections: &[Section]) -> String {
    let mut out = String::new();
    for section in sections {
        if !section.heading.is_empty() {
            let _ = write!(out, "<h3>{}</h3>", crate::html::escape(&section.heading));
        }
        for paragraph in &section.paragraphs {
            let _ = write!(out, "<p>{}</p>", crate::html::escape(paragraph));
        }
        if !section.items.is_empty() {
            out.push_str(&items_html(&section.items));
        }
    }
    out
}

/// A list as HTML.
pub(crate) fn items_html(items: &[String]) -> String {
    let inner: String = items.iter().map(|item| format!("<li>{}</li>", crate::html::escape(item))).collect();
    format!("<ul>{inner}</ul>")
}

/// The text of some sections as plain text.
pub(crate) fn plain(sections: &[Section]) -> String {
    let mut out = String::new();
    for section in sections {
        if !out.is_empty() {
            out.push('\n');
        }
        if !section.heading.is_empty() {
            let _ = writeln!(out, "{}", section.heading);
        }
        for paragraph in &section.paragraphs {
            let _ = writeln!(out, "{paragraph}");
        }
        for item in &section.items {
            let _ = writeln!(out, "- {item}");
        }
    }
    out
}

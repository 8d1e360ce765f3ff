//! Composes the posting with a given ordinal number.
//!
//! The same seed and ordinal always give the same posting, so a restart, a test and a second machine see the same jobs.

use super::dice::Dice;
use super::model::{Company, Employment, Family, Field, Interval, Lang, Pay, Place, Posting, Workplace};
use super::places::place;
use super::prose;
use super::roles::{Role, roles};
use super::{COMPANIES, companies};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// What somebody who opens a posting by hand asks for.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Wish {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// One of the known places, by its city.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
}

/// How much care the employer took with the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Quality {
    Full,
    Terse,
    Vague,
}

/// One in so many postings repeats an earlier one of the same company in another town.
const DUPLICATE_PERCENT: usize = 11;

/// The posting with this number.
pub(crate) fn posting(seed: u64, ordinal: u64, opened_at: DateTime<Utc>, wish: &Wish) -> Posting {
    let company = wish
        .company
        .as_deref()
        .and_then(companies::company)
        .unwrap_or_else(|| &COMPANIES[usize::try_from(ordinal).unwrap_or(0) % COMPANIES.len()]);
    let core = if *wish == Wish::default() { original_of(seed, ordinal) } else { ordinal };
    let mut dice = Dice::new(seed, core, "core");
    let role = choose_role(company, wish, &mut dice);
    let level = *dice.pick(&role.levels);
    let employment = choose_employment(role, &mut dice);
    let title = wish.title.clone().unwrap_or_else(|| title(company, role, level, employment, &mut dice));
    let workplace = choose_workplace(role, &mut dice);
    let quality = match dice.below(100) {
        0..66 => Quality::Full,
        66..84 => Quality::Terse,
        _ => Quality::Vague,
    };
    let tells_pay = company.tells_pay && quality != Quality::Vague && dice.chance(74);

    let mut where_dice = Dice::new(seed, ordinal, "place");
    let (place, more_places) = choose_places(company, wish, core == ordinal, &mut where_dice);
    let pay = tells_pay.then(|| pay(role, level, employment, place, &mut dice));
    let skills = dice.some(&role.skills, 6).into_iter().map(str::to_owned).collect();
    let mut ids = Dice::new(seed, ordinal, "id");
    let mut posting = Posting {
        ordinal,
        id: id(company.family, ordinal, &title, &mut ids),
        company,
        title,
        field: role.field,
        team: role.team.to_owned(),
        department: prose::department(company.lang, role.field).to_owned(),
        place,
        more_places,
        workplace,
        employment,
        pay,
        skills,
        sections: Vec::new(),
        requisition: format!("R{}", 1000 + ordinal),
        opened_at,
    };
    posting.sections = prose::sections(&posting, role, level, quality, &mut dice);
    posting
}

/// The posting this one repeats, or its own number.
fn original_of(seed: u64, ordinal: u64) -> u64 {
    let companies = COMPANIES.len() as u64;
    let mut original = ordinal;
    while original >= companies && Dice::new(seed, original, "duplicate").chance(DUPLICATE_PERCENT) {
        original -= companies;
    }
    original
}

fn choose_role(company: &Company, wish: &Wish, dice: &mut Dice) -> &'static Role {
    let all = roles(company.lang);
    if let Some(role) = wish.title.as_deref().and_then(|title| closest_role(all, title)) {
        return role;
    }
    let field = *dice.pick(company.fields);
    let fitting: Vec<_> = all.iter().filter(|role| role.field == field).collect();
    fitting[dice.below(fitting.len())]
}

/// The role that shares most words with a wished title.
fn closest_role(all: &'static [Role], title: &str) -> Option<&'static Role> {
    let wanted = title.to_lowercase();
    let shared = |role: &Role| {
        role.title.to_lowercase().split_whitespace().filter(|word| wanted.contains(*word)).count()
    };
    all.iter().max_by_key(|role| shared(role)).filter(|role| shared(role) > 0)
}

fn choose_employment(role: &Role, dice: &mut Dice) -> Employment {
    match dice.below(100) {
        0..84 => Employment::FullTime,
        84..92 => Employment::PartTime,
        92..96 => Employment::Contract,
        _ if role.field.can_be_remote() => Employment::Internship,
        _ => Employment::FullTime,
    }
}

fn title(company: &Company, role: &Role, level: &str, employment: Employment, dice: &mut Dice) -> String {
    let mut title = role.title.to_owned();
    if employment == Employment::Internship {
        return match company.lang {
            Lang::En => format!("{title} Intern"),
            Lang::De => format!("Praktikum: {title}"),
            Lang::Es => format!("Prácticas: {title}"),
        };
    }
    if !level.is_empty() {
        // Spanish puts the level behind the role, the other two before it.
        title =
            if company.lang == Lang::Es { format!("{title} {level}") } else { format!("{level} {title}") };
    }
    let has_areas = matches!(role.field, Field::Software | Field::Data | Field::Product);
    if company.lang == Lang::En && has_areas && dice.chance(35) {
        title = format!("{title}, {}", dice.word(AREAS));
    }
    title
}

fn choose_workplace(role: &Role, dice: &mut Dice) -> Workplace {
    // Somebody has to be where the office is.
    if !role.field.can_be_remote() || role.team == "Workplace" {
        return Workplace::OnSite;
    }
    match dice.below(100) {
        0..32 => Workplace::Remote,
        32..72 => Workplace::Hybrid,
        _ => Workplace::OnSite,
    }
}

fn choose_places(
    company: &Company,
    wish: &Wish,
    original: bool,
    dice: &mut Dice,
) -> (&'static Place, Vec<&'static Place>) {
    let wished = wish
        .city
        .as_deref()
        .and_then(|city| super::places::PLACES.iter().find(|place| place.city.eq_ignore_ascii_case(city)));
    let cities = dice.some(company.cities, 3);
    let place = wished.unwrap_or_else(|| super::places::place(cities[0]));
    let more = if original && dice.chance(15) {
        cities[1..].iter().map(|city| self::place(city)).collect()
    } else {
        Vec::new()
    };
    (place, more)
}

/// Parts of a product that teams are named after in titles.
const AREAS: &[&str] =
    &["Billing", "Search", "Growth", "Integrations", "Identity", "Core Platform", "Onboarding"];

/// How a level changes the pay of the plain role.
fn level_factor(level: &str) -> f64 {
    match level {
        "Junior" | "Associate" | "Graduate" | "Assistant" => 0.74,
        "Senior" | "Enterprise" => 1.26,
        "Lead" | "Group" | "Leitende" | "Leitender" => 1.4,
        "Staff" => 1.5,
        "Principal" => 1.7,
        _ => 1.0,
    }
}

fn pay(role: &Role, level: &str, employment: Employment, place: &'static Place, dice: &mut Dice) -> Pay {
    let jitter = 0.94 + dice.below(13) as f64 / 100.0;
    let internship = if employment == Employment::Internship { 0.5 } else { 1.0 };
    let middle = role.us_pay * 1000.0 * level_factor(level) * place.pay_factor * jitter * internship;
    let spread = 0.07 + dice.below(9) as f64 / 100.0;
    let hourly = role.us_pay < 50.0 && matches!(place.country_code, "US" | "GB" | "IE" | "CA");
    let (divisor, step_cents, interval) =
        if hourly { (1950.0, 25.0, Interval::Hour) } else { (1.0, yearly_step(middle), Interval::Year) };
    let cents = |value: f64| ((value / divisor * 100.0 / step_cents).round() * step_cents) as i64;
    Pay {
        currency: place.currency,
        min_cents: cents(middle * (1.0 - spread)),
        max_cents: cents(middle * (1.0 + spread)),
        interval,
    }
}

/// Employers round yearly pay to figures that are easy to say.
fn yearly_step(middle: f64) -> f64 {
    if middle > 1_000_000.0 { 50_000_000.0 } else { 50_000.0 }
}

fn id(family: Family, ordinal: u64, title: &str, dice: &mut Dice) -> String {
    match family {
        // Ten digits, as Greenhouse counts today; the step keeps neighbours from looking like a list.
        Family::Greenhouse => (4_180_000_000 + ordinal * 7013).to_string(),
        Family::Lever | Family::Ashby => dice.uuid().to_string(),
        Family::JsonLd => format!("{}-{}", slug(title), 2000 + ordinal),
    }
}

/// A title as part of an address: lower case ASCII letters, digits and hyphens.
fn slug(title: &str) -> String {
    let mut slug = String::new();
    for c in title.to_lowercase().chars() {
        match c {
            'a'..='z' | '0'..='9' => slug.push(c),
            'ä' => slug.push_str("ae"),
            'ö' => slug.push_str("oe"),
            'ü' => slug.push_str("ue"),
            'ß' => slug.push_str("ss"),
            'á' => slug.push('a'),
            'é' => slug.push('e'),
            'í' => slug.push('i'),
            'ó' => slug.push('o'),
            'ú' => slug.push('u'),
            'ñ' => slug.push('n'),
            _ if slug.ends_with('-') || slug.is_empty() => {}
            _ => slug.push('-'),
        }
    }
    slug.trim_end_matches('-').to_owned()
}

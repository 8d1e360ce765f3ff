//! Habits that many sites have and that no family owns: a list of countries beside the telephone number, a question that
//! follows from an answer, a country that is chosen already. By dice of their own, so that they change nothing else.

use super::model::{Asked, Kin, Look, Replica, Tongue};
use crate::catalogue::dice::Dice;
use crate::forms::{Control, FormField, Group, Sent};
use crate::html::escape;
use std::fmt::Write as _;

/// What stands behind the name of a telephone field in the name of the list beside it.
const COUNTRY_PART: &str = "__country";
/// Countries beside a telephone number; sites begin with their own.
const DIALS: &[(&str, &str)] = &[
    ("US", "+1"),
    ("GB", "+44"),
    ("DE", "+49"),
    ("FR", "+33"),
    ("ES", "+34"),
    ("AT", "+43"),
    ("CH", "+41"),
    ("NL", "+31"),
];

pub(super) fn has(replica: &Replica, habit: &str, in_a_hundred: usize) -> bool {
    Dice::new(replica.seed, replica.kin as u64, habit).chance(in_a_hundred)
}

/// The list of countries beside the telephone number, where the page has one.
pub(super) fn dial_list(replica: &Replica, asked: &Asked) -> String {
    let family = matches!(replica.kin, Kin::Workable | Kin::Recruitee | Kin::Teamtailor | Kin::Bamboohr);
    if !family || asked.field.control != Control::Phone || !has(replica, "dial", 40) {
        return String::new();
    }
    let named = has(replica, "dial names", 50);
    let mut list = format!(
        "<select id=\"{id}-country\" name=\"{name}{COUNTRY_PART}\" aria-label=\"{label}\">",
        id = escape(&asked.id),
        name = escape(&asked.field.name),
        label = replica.say("Country code", "Landesvorwahl", "Prefijo", "Indicatif"),
    );
    for (country, dial) in DIALS {
        let text = if named { format!("{country} ({dial})") } else { (*dial).to_owned() };
        let _ = write!(list, "<option value=\"{dial}\">{text}</option>");
    }
    list.push_str("</select>");
    list
}

/// Puts the number together as such pages do before they send it.
pub(super) fn join_dial(field: &FormField, sent: &mut Sent) {
    let dial = sent.values.get(&format!("{}{COUNTRY_PART}", field.name)).and_then(|all| all.first()).cloned();
    if let (Some(dial), Some(numbers)) = (dial, sent.values.get_mut(&field.name)) {
        let national = numbers.iter_mut().filter(|number| !number.is_empty() && !number.starts_with('+'));
        national.for_each(|number| *number = format!("{dial} {}", number.trim_start_matches('0')));
    }
}

/// The country a list comes with, which is seldom the applicant's.
pub(super) fn preset(replica: &Replica, asked: &Asked) -> Option<usize> {
    let is_list = asked.asks == "country" && asked.look == Look::Select;
    (is_list && has(replica, "preset", 40)).then(|| asked.options().len() - 1)
}

/// A question for those who hold a licence, where the form asks for one; put behind it.
pub(super) fn follow_up(kin: Kin, seed: u64, tongue: Tongue, fields: &mut Vec<Asked>) {
    let family = matches!(
        kin,
        Kin::GreenhouseLegacy
            | Kin::Workable
            | Kin::Recruitee
            | Kin::Teamtailor
            | Kin::Personio
            | Kin::Bamboohr
    );
    let licence = fields.iter().position(|asked| asked.asks == "credential" && asked.field.required);
    let Some(licence) = licence.filter(|_| family) else { return };
    if !Dice::new(seed, kin as u64, "follow").chance(70) {
        return;
    }
    let label = tongue.say(
        "Which class of driving licence do you hold?",
        "Welche Führerscheinklasse haben Sie?",
        "¿Qué clase de carné de conducir tienes?",
        "Quelle catégorie de permis avez-vous ?",
    );
    let field = FormField {
        name: String::new(),
        label: label.to_owned(),
        required: true,
        control: Control::Text,
        group: Group::Question,
    };
    let follows = fields[licence].field.label.clone();
    fields.insert(licence + 1, Asked { follows: Some(follows), ..Asked::plain(field, "custom") });
}

/// The script that shows a question only after the answer it follows from; empty where there is none.
pub(super) fn follow_script(replica: &Replica) -> String {
    let mut follows = serde_json::Map::new();
    for asked in &replica.fields {
        let Some(before) = &asked.follows else { continue };
        if let Some(before) = replica.fields.iter().find(|other| other.field.label == *before)
            && let Some(yes) = before.options().first()
        {
            follows.insert(asked.field.name.clone(), serde_json::json!([before.field.name, yes]));
        }
    }
    if follows.is_empty() {
        return String::new();
    }
    let told = escape(&serde_json::Value::Object(follows).to_string());
    format!("<script src=\"/assets/replica-follow.js\" data-follows=\"{told}\" defer></script>\n")
}

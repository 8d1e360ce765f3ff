//! Values in the shape a field takes: offered options, ticks, numbers, dates.

use browser::FieldKind;

use super::Question;
use crate::meaning::{no_words, plain, yes_words};

/// What stands between the answers of a field that takes several. Options never hold a line break.
pub const CHOICE_SEPARATOR: char = '\n';
/// The value of a ticked single box.
pub const TICKED: &str = "yes";
/// No telephone number has fewer digits.
const FEWEST_DIGITS: usize = 5;
/// The value of a single box that stays empty.
const UNTICKED: &str = "no";

/// The option that is meant by `value`: the same words (case, accents and marks aside), or the only yes or no.
pub fn choose<'a>(options: &'a [String], value: &str) -> Option<&'a String> {
    let wanted = plain(value);
    if let Some(same) = options.iter().find(|option| option.as_str() == value) {
        return Some(same);
    }
    let mut alike = options.iter().filter(|option| !wanted.is_empty() && plain(option) == wanted);
    match (alike.next(), alike.next()) {
        (Some(only), None) => return Some(only),
        (Some(_), Some(_)) => return None,
        _ => {}
    }
    let words = match wanted.as_str() {
        word if yes_words().contains(&word) => yes_words(),
        word if no_words().contains(&word) => no_words(),
        _ => return None,
    };
    let says = |option: &&String| {
        let plain = plain(option);
        words.iter().any(|word| plain == *word || plain.starts_with(&format!("{word} ")))
    };
    let mut found = options.iter().filter(says);
    match (found.next(), found.next()) {
        (Some(only), None) => Some(only),
        _ => None,
    }
}

/// Whether a value of a single box means that it is ticked; `None` when it is neither.
pub fn checked(value: &str) -> Option<bool> {
    match plain(value).as_str() {
        "on" | "checked" | "agree" | "i agree" => Some(true),
        "off" | "unchecked" => Some(false),
        word if yes_words().contains(&word) => Some(true),
        word if no_words().contains(&word) => Some(false),
        _ => None,
    }
}

/// Whether `value` fits the field at all.
pub(super) fn can_take(question: &Question, value: &str) -> bool {
    fit(question, value).is_ok()
}

/// `value` as the field takes it, or why it does not fit.
pub fn fit(question: &Question, value: &str) -> Result<String, String> {
    let value = value.trim();
    if value.is_empty() {
        return Err("The known answer is empty.".to_owned());
    }
    if question.kind == FieldKind::Checkbox {
        return match checked(value) {
            Some(true) => Ok(TICKED.to_owned()),
            Some(false) if question.required => {
                Err("The form cannot be sent without this. Tick it, or cancel the application.".to_owned())
            }
            Some(false) => Ok(UNTICKED.to_owned()),
            None => Err(format!("\"{value}\" neither ticks this box nor leaves it empty.")),
        };
    }
    // A field that suggests while one types has no complete list to compare with.
    if !question.options.is_empty() && question.kind != FieldKind::Typeahead {
        return fit_options(question, value);
    }
    let too_long = question.max_length.is_some_and(|max| value.chars().count() > max as usize);
    if too_long {
        return Err("The known answer is longer than this field takes.".to_owned());
    }
    match question.kind {
        FieldKind::Number if value.replace(',', ".").parse::<f64>().is_err() => {
            Err(format!("\"{value}\" is not a number."))
        }
        FieldKind::Tel if value.chars().filter(char::is_ascii_digit).count() < FEWEST_DIGITS => {
            Err(format!("\"{value}\" is not a telephone number."))
        }
        FieldKind::Email if !value.contains('@') => Err(format!("\"{value}\" is not an e-mail address.")),
        FieldKind::Date if chrono::NaiveDate::parse_from_str(value, "%Y-%m-%d").is_err() => {
            Err(format!("\"{value}\" is not a date like 2027-01-31."))
        }
        FieldKind::RadioGroup
        | FieldKind::YesNoButtons
        | FieldKind::Select
        | FieldKind::MultiSelect
        | FieldKind::CheckboxGroup => Err("The form offers no choice here.".to_owned()),
        FieldKind::File => Err("This wants a file.".to_owned()),
        _ => Ok(value.to_owned()),
    }
}

fn fit_options(question: &Question, value: &str) -> Result<String, String> {
    let not_offered = |part: &str| format!("The form does not offer \"{part}\".");
    if !question.multiple {
        return choose(&question.options, value).cloned().ok_or_else(|| not_offered(value));
    }
    let parts = match choose(&question.options, value) {
        Some(whole) => vec![whole.clone()],
        None => value
            .split(CHOICE_SEPARATOR)
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .map(|part| choose(&question.options, part).cloned().ok_or_else(|| not_offered(part)))
            .collect::<Result<Vec<_>, _>>()?,
    };
    Ok(parts.join(&CHOICE_SEPARATOR.to_string()))
}

/// The option of "how did you hear about us" that is plainly true: the job was found on a job board.
pub(super) fn how_heard(options: &[String]) -> Option<String> {
    const TRUE_OF_US: [&str; 9] = [
        "job board",
        "job site",
        "online job board",
        "stellenportal",
        "jobborse",
        "jobportal",
        "portal de empleo",
        "bolsa de trabajo",
        "site d emploi",
    ];
    const ANYTHING_ELSE: [&str; 8] =
        ["other", "another way", "anders", "sonstiges", "andere", "otro", "otro medio", "autre"];
    let find = |words: &[&str]| {
        options.iter().find(|option| {
            let option = plain(option);
            words.iter().any(|word| option == *word || format!(" {option} ").contains(&format!(" {word} ")))
        })
    };
    find(&TRUE_OF_US).or_else(|| find(&ANYTHING_ELSE)).cloned()
}

//! Real question objects, as board APIs and other tools write them, made into fields of any family.

use super::model::{Asked, Look};
use crate::catalogue::dice::Dice;
use crate::forms::{Control, FormField, Group};
use serde_json::Value;

/// A form takes at most so many questions from outside.
pub(super) const MOST: usize = 100;
/// Longest label taken over.
const LABEL_CHARS: usize = 2_000;

/// The field of a question object, without a name; `None` when it has no label.
pub(super) fn asked(object: &Value, dice: &mut Dice) -> Option<Asked> {
    // Some files wrap the question.
    let question = object.get("question").filter(|inner| inner.is_object()).unwrap_or(object);
    let label: String = question["label"].as_str()?.trim().chars().take(LABEL_CHARS).collect();
    if label.is_empty() {
        return None;
    }
    let first = &question["fields"][0];
    let kind = [&first["type"], &question["field_type"], &question["kind"], &question["type"]]
        .into_iter()
        .find_map(Value::as_str)
        .unwrap_or("text");
    let options = [&first["values"], &question["options"], &question["values"]]
        .into_iter()
        .map(options)
        .find(|options| !options.is_empty())
        .unwrap_or_default();
    let control = control(kind, options);
    let help = question["description"].as_str().unwrap_or_default().to_owned();
    let look = match &control {
        Control::One(options) if options.len() <= 4 => *dice.pick(&[Look::Select, Look::Drawn, Look::Radios]),
        Control::One(_) => *dice.pick(&[Look::Select, Look::Drawn]),
        _ => Look::Select,
    };
    let required = question["required"].as_bool().unwrap_or(false);
    let field = FormField { name: String::new(), label, required, control, group: Group::Question };
    let asks = question["meaning"].as_str().unwrap_or("custom").to_owned();
    Some(Asked { help, look, ..Asked::plain(field, &asks) })
}

fn options(values: &Value) -> Vec<String> {
    let text = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Object(object) => ["label", "text", "name", "value"]
            .iter()
            .find_map(|key| object.get(*key)?.as_str().map(str::to_owned)),
        _ => None,
    };
    let mut found: Vec<String> = Vec::new();
    for option in values.as_array().into_iter().flatten().filter_map(text) {
        let option = option.split_whitespace().collect::<Vec<_>>().join(" ");
        if !option.is_empty() && !is_placeholder(&option) && !found.contains(&option) {
            found.push(option);
        }
    }
    found
}

/// What stands in a list before anything is chosen; some files give it among the options.
fn is_placeholder(option: &str) -> bool {
    let option = option.to_lowercase();
    ["select...", "select one", "please select", "choose...", "--"]
        .iter()
        .any(|words| option.starts_with(words))
}

fn control(kind: &str, options: Vec<String>) -> Control {
    let several = kind.contains("multi_select") || kind.contains("checkbox") || kind.contains("multiple");
    match kind {
        _ if !options.is_empty() && several => Control::Many(options),
        _ if options.len() > 1 => Control::One(options),
        "textarea" | "long_text" | "LongText" => Control::Essay,
        "input_file" | "file" | "File" => Control::File,
        "checkbox" | "boolean" | "Boolean" => Control::Consent,
        "number" | "Number" => Control::Number,
        "date" | "Date" => Control::Date,
        "email" | "Email" => Control::Email,
        "tel" | "phone" | "Phone" => Control::Phone,
        _ => Control::Text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_question_of_a_board_api_and_one_of_another_tool_become_fields() {
        let mut dice = Dice::new(1, 1, "test");
        let board = json!({ "question": { "label": "Shoe size?", "required": true,
            "fields": [{ "type": "multi_value_single_select", "values": [{ "label": "41" }, { "label": "42" }] }] } });
        let asked_one = asked(&board, &mut dice).unwrap();
        assert_eq!(asked_one.options(), ["41", "42"]);
        assert!(asked_one.field.required);
        let tool = json!({ "label": "Hats", "kind": "checkbox", "options": ["Felt", "Straw"] });
        assert_eq!(
            asked(&tool, &mut dice).unwrap().field.control,
            Control::Many(vec!["Felt".into(), "Straw".into()])
        );
        assert!(asked(&json!({ "kind": "text" }), &mut dice).is_none());
    }
}

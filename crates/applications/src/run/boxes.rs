//! Where a code is typed that the site has mailed: one box for each sign, or one field for all.

use std::sync::LazyLock;

use browser::{Field, FieldKind, FillValue, FormModel, Page};
use regex::Regex;

use super::stop::{Stop, unfillable};

/// Fewer boxes in a row are no code.
const FEWEST: usize = 4;
/// More are none either.
const MOST: usize = 10;

/// What such a field is called, in its name or label.
static CALLED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)(?:security|verification|confirmation|validation|one[- _]?time|single[- _]use)[- _]?(?:pass)?(?:code|input)|\botp\b|sicherheits-?code|best[äa]e?tigungs-?code|verifizierungs-?code|einmal-?code|c[óo]digo de (?:seguridad|verificaci[óo]n|confirmaci[óo]n)|code de (?:s[ée]curit[ée]|v[ée]rification|confirmation|validation)",
    )
    .expect("the regex is a literal")
});

/// The boxes, in the order of the code.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Boxes(Vec<Field>);

impl Boxes {
    /// Those of a page, if it shows any.
    pub fn of(forms: &[FormModel]) -> Option<Self> {
        forms.iter().find_map(|form| Self::in_fields(&form.fields))
    }

    fn in_fields(fields: &[Field]) -> Option<Self> {
        let open: Vec<&Field> = fields.iter().filter(|field| takes_text(field)).collect();
        let single = |field: &&&Field| field.max_length == Some(1) && is_called(field);
        let row: Vec<Field> = open.iter().filter(single).map(|field| (*field).clone()).collect();
        if (FEWEST..=MOST).contains(&row.len()) {
            return Some(Self(row));
        }
        let whole = |field: &&&Field| field.max_length != Some(1) && is_called(field);
        open.iter().find(whole).map(|field| Self(vec![(*field).clone()]))
    }

    /// The whole code that stands in them, if every box is filled.
    pub fn typed(&self) -> Option<String> {
        let held: Vec<&str> =
            self.0.iter().map(|field| field.value.first().map_or("", |value| value.trim())).collect();
        let is_whole = held.iter().all(|value| !value.is_empty()) && held.concat().len() >= FEWEST;
        is_whole.then(|| held.concat())
    }

    /// Types a code; says whether it fits into the boxes.
    pub async fn type_in(&self, page: &Page, code: &str) -> Result<bool, Stop> {
        let parts: Vec<String> = match self.0.len() {
            1 => vec![code.to_owned()],
            count if count == code.chars().count() => code.chars().map(String::from).collect(),
            _ => return Ok(false),
        };
        for (field, part) in self.0.iter().zip(parts) {
            let plain = Field { kind: FieldKind::Text, ..field.clone() };
            page.fill(&plain, &FillValue::Text(part))
                .await
                .map_err(|error| unfillable("Security code", error))?;
        }
        Ok(true)
    }
}

fn takes_text(field: &Field) -> bool {
    let kind =
        matches!(field.kind, FieldKind::Text | FieldKind::Tel | FieldKind::Number | FieldKind::Password);
    kind && field.visible && !field.honeypot && !field.disabled
}

fn is_called(field: &Field) -> bool {
    field.autocomplete == "one-time-code"
        || [&field.name, &field.label, &field.section].into_iter().any(|text| CALLED.is_match(text))
}

//! What some replicas read from a resume by themselves, and read wrong.

use super::model::{Asked, Kin, Replica, Tongue};
use super::{names, words};
use crate::catalogue::dice::Dice;
use crate::forms::{Control, FormField, Group};
use serde_json::{Map, Value};
use std::time::Duration;

/// A form in so many of a hundred reads the resume.
const READS_IN: usize = 60;
/// How long reading takes: some are done before the next field is filled, some come after the last.
const AFTER_MS: &[u64] = &[0, 400, 1_500];

/// The page waits so long at most before it asks its server to read; the rest of the time the server takes.
const PAGE_MS: u64 = 300;

/// Which part of `after_ms` passes before the page asks, and which before the server answers.
pub(super) fn parts_of(after_ms: u64) -> (u64, u64) {
    let in_page = after_ms.min(PAGE_MS);
    (in_page, after_ms - in_page)
}

/// After how long a form of this family and seed writes what it read; `None` when it does not read. By dice of its own,
/// so that it changes nothing else of the form.
pub(super) fn after_ms(kin: Kin, seed: u64) -> Option<u64> {
    let mut dice = Dice::new(seed, kin as u64, "parse");
    let reads = matches!(kin, Kin::Lever | Kin::Ashby | Kin::Workable) && dice.chance(READS_IN);
    reads.then(|| *dice.pick(AFTER_MS))
}

/// A link that such forms also ask for, and the applicant does not have.
pub(super) fn social(kin: Kin, tongue: Tongue, newer: bool) -> Asked {
    let field = FormField {
        name: names::basic(kin, "social", newer),
        label: words::labels("social", tongue)[0].to_owned(),
        required: false,
        control: Control::Url,
        group: Group::Links,
    };
    Asked::plain(field, "social")
}

/// [`read`], after the time the server takes for it.
pub(super) async fn read_in_its_time(replica: &Replica) -> Map<String, Value> {
    let (_, takes) = parts_of(replica.reads_after.unwrap_or_default());
    tokio::time::sleep(Duration::from_millis(takes)).await;
    read(replica)
}

/// What the form writes over its fields, by their names.
fn read(replica: &Replica) -> Map<String, Value> {
    let mut wrong = Map::new();
    for asked in &replica.fields {
        let is_line = matches!(
            asked.field.control,
            Control::Text | Control::Email | Control::Phone | Control::Url | Control::Number
        );
        if is_line && let Some(value) = misread(&asked.asks) {
            wrong.insert(asked.field.name.clone(), value.into());
        }
    }
    wrong
}

fn misread(asks: &str) -> Option<&'static str> {
    Some(match asks {
        "first_name" => "Curriculum",
        "last_name" => "Vitae",
        "full_name" => "Curriculum Vitae",
        "email" => "references@mail.example",
        "phone" => "+49 30 9990000",
        "location" => "Hamburg",
        "city" => "Hamburg",
        "street" => "Seite 1 von 2",
        "postal_code" => "20095",
        "current_company" => "Work experience",
        "linkedin" => "https://linkedin.com/in/someone-else",
        "github" => "https://github.com/someone-else",
        "website" => "https://someone-else.example",
        "social" => "https://social.example/someone-else",
        _ => return None,
    })
}

//! What a test is told about a replica: every field with its true meaning.

use super::model::{Asked, Day, Replica};
use serde_json::{Value, json};

/// The replica as the control API describes it.
pub(super) fn describe(replica: &Replica, base: &str) -> Value {
    json!({
        "id": replica.id,
        "family": replica.kin.word(),
        "seed": replica.seed,
        "language": replica.tongue.code(),
        "company": replica.company,
        "title": replica.title,
        "url": replica.at(base, ""),
        "apply_url": replica.at(base, ""),
        "trap": replica.trap,
        "steps": replica.steps.len(),
        "reads_after": replica.reads_after,
        "fields": replica.fields.iter().map(field).collect::<Vec<_>>(),
    })
}

fn field(asked: &Asked) -> Value {
    let day = match asked.day {
        Day::Native => "native",
        Day::Dotted => "dotted",
        Day::American => "american",
    };
    json!({
        "name": asked.field.name,
        "label": asked.field.label,
        "meaning": asked.meaning(),
        "asks": asked.asks,
        "required": asked.field.required,
        "kind": asked.field.control.word(),
        "options": asked.options(),
        "step": asked.step,
        "day": day,
    })
}

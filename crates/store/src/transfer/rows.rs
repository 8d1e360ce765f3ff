//! Rows as both engines mean them: values with a type, and their canonical form, which is the same whichever engine kept
//! them. Nothing here does I/O.

use chrono::{DateTime, SubsecRound as _};
use domain::Timestamp;
use serde_json::Value as Json;
use sha2::{Digest as _, Sha256};
use sqlx::types::JsonRawValue;
use uuid::Uuid;

use super::tables::{Fate, Reset, Table};

/// PostgreSQL keeps this many digits of a second; SQLite keeps what it is given.
const SECOND_DIGITS: u16 = 6;

/// The type of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An id.
    Uuid,
    /// Text.
    Text,
    /// An instant.
    Time,
    /// JSON.
    Json,
    /// Bytes.
    Bytes,
    /// Yes or no.
    Bool,
    /// A number of 32 bits.
    Int,
    /// A number of 64 bits.
    Big,
    /// A number with a fraction.
    Double,
}

impl Kind {
    /// The type an engine calls by this name.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name.to_ascii_lowercase().as_str() {
            "uuid" => Self::Uuid,
            "text" => Self::Text,
            "timestamptz" => Self::Time,
            "jsonb" => Self::Json,
            "bytea" => Self::Bytes,
            "boolean" | "bool" => Self::Bool,
            "integer" | "int4" => Self::Int,
            "bigint" | "int8" => Self::Big,
            "double precision" | "float8" => Self::Double,
            _ => return None,
        })
    }
}

/// A value of a known type; `None` is NULL.
#[derive(Clone, Debug)]
pub enum Value {
    /// An id.
    Uuid(Option<Uuid>),
    /// Text.
    Text(Option<String>),
    /// An instant.
    Time(Option<Timestamp>),
    /// JSON, as it was written.
    Json(Option<Box<JsonRawValue>>),
    /// Bytes.
    Bytes(Option<Vec<u8>>),
    /// Yes or no.
    Bool(Option<bool>),
    /// A number of 32 bits.
    Int(Option<i32>),
    /// A number of 64 bits.
    Big(Option<i64>),
    /// A number with a fraction.
    Double(Option<f64>),
}

/// One row, in the order of [`Shape::columns`].
pub type Row = Vec<Value>;

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Its type.
    pub kind: Kind,
}

/// A table as the schema has it.
#[derive(Clone, Debug)]
pub struct Shape {
    /// The table.
    pub table: &'static Table,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Where in `columns` the primary key is, in the key's order.
    pub key: Vec<usize>,
}

/// How many rows there are, and a hash of all they hold.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Digest {
    /// How many.
    pub rows: u64,
    /// SHA-256 over the canonical rows in the order of their keys, hexadecimal.
    pub sha256: String,
}

/// A [`Digest`] that is being made.
#[derive(Default)]
pub struct Digester {
    rows: u64,
    hash: Sha256,
}

impl Digester {
    /// Takes in the next row.
    pub fn add(&mut self, row: &[Value]) {
        self.rows += 1;
        for value in row {
            match canonical(value) {
                // A length of its own keeps NULL apart from what is empty, and one value from the next.
                None => self.hash.update(u64::MAX.to_le_bytes()),
                Some(bytes) => {
                    self.hash.update((bytes.len() as u64).to_le_bytes());
                    self.hash.update(bytes);
                }
            }
        }
    }

    /// The digest of what was taken in.
    pub fn finish(self) -> Digest {
        Digest { rows: self.rows, sha256: hex::encode(self.hash.finalize()) }
    }
}

impl Shape {
    /// The key of a row.
    pub fn key_of(&self, row: &[Value]) -> Row {
        self.key.iter().map(|at| row[*at].clone()).collect()
    }

    /// Where the column that refers to the same table is.
    pub fn linked(&self) -> Option<usize> {
        let Fate::CarriedAndLinked(name) = self.table.fate else { return None };
        self.columns.iter().position(|column| column.name == name)
    }
}

/// Makes a row of the old place one of the new place: nothing belongs to a process any more, and nothing is in it that one
/// of the engines could not keep. Says how many texts lost zero characters.
pub fn make_portable(shape: &Shape, row: &mut [Value]) -> u64 {
    let mut mended = 0;
    for (column, value) in shape.columns.iter().zip(row.iter_mut()) {
        let reset = shape.table.resets.iter().find(|(name, _)| *name == column.name);
        if let Some((_, reset)) = reset {
            apply(*reset, value);
        }
        mended += u64::from(strip_zeros(value));
        if let Value::Time(Some(at)) = value {
            *at = at.trunc_subsecs(SECOND_DIGITS);
        }
    }
    mended
}

fn apply(reset: Reset, value: &mut Value) {
    match (reset, value) {
        (Reset::Clear, Value::Text(owner)) => *owner = None,
        (Reset::Clear, Value::Time(at)) => *at = None,
        (Reset::RunOut, Value::Time(Some(at))) => *at = DateTime::UNIX_EPOCH,
        (Reset::RunOut, Value::Time(None)) => {}
        (reset, value) => unreachable!("{reset:?} of {value:?}: a test holds the list against the schema"),
    }
}

/// PostgreSQL keeps no zero characters in text. They mean nothing and are not shown, so they do not keep anybody from
/// moving. Says whether there was one.
fn strip_zeros(value: &mut Value) -> bool {
    match value {
        Value::Text(Some(text)) if text.contains('\0') => {
            text.retain(|character| character != '\0');
            true
        }
        Value::Json(Some(raw)) if raw.get().contains("\\u0000") => {
            let Ok(mut json) = serde_json::from_str::<Json>(raw.get()) else { return false };
            let found = strip_zeros_in(&mut json);
            if found && let Ok(text) = JsonRawValue::from_string(json.to_string()) {
                *raw = text;
            }
            found
        }
        _ => false,
    }
}

fn strip_zeros_in(json: &mut Json) -> bool {
    match json {
        Json::String(text) if text.contains('\0') => {
            text.retain(|character| character != '\0');
            true
        }
        Json::Array(items) => items.iter_mut().map(strip_zeros_in).filter(|found| *found).count() > 0,
        Json::Object(fields) => {
            let found = fields.values_mut().map(strip_zeros_in).filter(|found| *found).count() > 0;
            let bad: Vec<String> = fields.keys().filter(|name| name.contains('\0')).cloned().collect();
            for name in &bad {
                if let Some(value) = fields.remove(name) {
                    fields.insert(name.replace('\0', ""), value);
                }
            }
            found || !bad.is_empty()
        }
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => false,
    }
}

/// A value as bytes that do not depend on the engine; `None` for NULL.
fn canonical(value: &Value) -> Option<Vec<u8>> {
    match value {
        Value::Uuid(value) => value.map(|id| id.as_bytes().to_vec()),
        Value::Text(value) => value.as_ref().map(|text| text.as_bytes().to_vec()),
        Value::Time(value) => value.map(|at| at.timestamp_micros().to_le_bytes().to_vec()),
        Value::Json(value) => value.as_ref().map(|raw| canonical_json(raw.get()).into_bytes()),
        Value::Bytes(value) => value.clone(),
        Value::Bool(value) => value.map(|flag| vec![u8::from(flag)]),
        Value::Int(value) => value.map(|number| i64::from(number).to_le_bytes().to_vec()),
        Value::Big(value) => value.map(|number| number.to_le_bytes().to_vec()),
        // Adding zero makes the negative zero, which SQLite does not keep, a plain one.
        Value::Double(value) => value.map(|number| (number + 0.0).to_le_bytes().to_vec()),
    }
}

/// JSON without what PostgreSQL does not keep: the order of names, spaces, and how a number was written.
fn canonical_json(text: &str) -> String {
    let Ok(json) = serde_json::from_str::<Json>(text) else { return text.to_owned() };
    let mut out = String::with_capacity(text.len());
    write_canonical(&json, &mut out);
    out
}

fn write_canonical(json: &Json, out: &mut String) {
    match json {
        Json::Number(number) => out.push_str(&canonical_number(number)),
        Json::Array(items) => {
            out.push('[');
            for item in items {
                write_canonical(item, out);
                out.push(',');
            }
            out.push(']');
        }
        Json::Object(fields) => {
            let mut fields: Vec<_> = fields.iter().collect();
            fields.sort_by_key(|(name, _)| *name);
            out.push('{');
            for (name, value) in fields {
                out.push_str(&Json::from(name.as_str()).to_string());
                out.push(':');
                write_canonical(value, out);
                out.push(',');
            }
            out.push('}');
        }
        Json::Null | Json::Bool(_) | Json::String(_) => out.push_str(&json.to_string()),
    }
}

/// The same text for a number, whether it was written as 65000, 65000.0 or 6.5e4.
fn canonical_number(number: &serde_json::Number) -> String {
    match (number.as_i64(), number.as_u64(), number.as_f64()) {
        (Some(whole), ..) => whole.to_string(),
        (_, Some(whole), _) => whole.to_string(),
        // Displayed without an exponent, and without a fraction where there is none.
        (_, _, Some(real)) => (real + 0.0).to_string(),
        (None, None, None) => number.to_string(),
    }
}

/// A key as it is noted, to go on behind it.
pub fn key_to_json(key: &[Value]) -> Option<Json> {
    let part = |value: &Value| match value {
        Value::Uuid(Some(id)) => Some(Json::from(id.to_string())),
        Value::Text(Some(text)) => Some(Json::from(text.as_str())),
        Value::Int(Some(number)) => Some(Json::from(*number)),
        Value::Big(Some(number)) => Some(Json::from(*number)),
        _ => None,
    };
    key.iter().map(part).collect()
}

/// A key that was noted by [`key_to_json`].
pub fn key_from_json(shape: &Shape, json: &Json) -> Option<Row> {
    let parts = json.as_array().filter(|parts| parts.len() == shape.key.len())?;
    let part = |(at, part): (&usize, &Json)| match shape.columns[*at].kind {
        Kind::Uuid => part.as_str()?.parse().ok().map(|id| Value::Uuid(Some(id))),
        Kind::Text => Some(Value::Text(Some(part.as_str()?.to_owned()))),
        Kind::Int => i32::try_from(part.as_i64()?).ok().map(|number| Value::Int(Some(number))),
        Kind::Big => Some(Value::Big(Some(part.as_i64()?))),
        Kind::Time | Kind::Json | Kind::Bytes | Kind::Bool | Kind::Double => None,
    };
    shape.key.iter().zip(parts).map(part).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digest(values: &[Value]) -> String {
        let mut digester = Digester::default();
        digester.add(values);
        digester.finish().sha256
    }

    fn json(text: &str) -> Value {
        Value::Json(Some(JsonRawValue::from_string(text.to_owned()).unwrap()))
    }

    #[test]
    fn what_postgresql_makes_of_json_is_the_same_json() {
        for (written, kept) in [
            (r#"{"b":1,"a":[true,null]}"#, r#"{"a": [true, null], "b": 1}"#),
            ("[65000.0, 1e-7, 1e16]", "[65000.0, 0.0000001, 10000000000000000]"),
            ("[6.5e4]", "[65000]"),
            ("[-0.0]", "[0.0]"),
            (r#"["\u00e9\/"]"#, r#"["é/"]"#),
        ] {
            assert_eq!(digest(&[json(written)]), digest(&[json(kept)]), "{written} and {kept}");
        }
        for (one, other) in [("[1]", "[1, 1]"), ("[0.1]", "[0.2]"), (r#"["1"]"#, "[1]"), ("{}", "[]")] {
            assert_ne!(digest(&[json(one)]), digest(&[json(other)]), "{one} and {other}");
        }
    }

    #[test]
    fn neighbours_and_nothing_are_told_apart() {
        let text = |text: &str| Value::Text(Some(text.to_owned()));
        assert_ne!(digest(&[text("ab"), text("c")]), digest(&[text("a"), text("bc")]));
        assert_ne!(digest(&[text("")]), digest(&[Value::Text(None)]));
        assert_ne!(digest(&[Value::Bool(Some(false))]), digest(&[Value::Bool(None)]));
        assert_eq!(digest(&[Value::Double(Some(-0.0))]), digest(&[Value::Double(Some(0.0))]));
    }

    #[test]
    fn zero_characters_go_wherever_they_are() {
        let mut text = Value::Text(Some("a\0b".to_owned()));
        assert!(strip_zeros(&mut text) && digest(&[text]) == digest(&[Value::Text(Some("ab".to_owned()))]));
        let mut raw = json(r#"{"x\u0000":["a\u0000b",1.50]}"#);
        assert!(strip_zeros(&mut raw) && digest(&[raw]) == digest(&[json(r#"{"x":["ab",1.5]}"#)]));
        let mut backslash = json(r#"["\\u0000"]"#);
        assert!(!strip_zeros(&mut backslash), "six letters are not a zero character");
    }

    #[test]
    fn a_key_is_noted_and_read_back() {
        let table = &super::super::tables::TABLES[0];
        let column = |kind| Column { name: "k".to_owned(), kind };
        let kinds = [Kind::Uuid, Kind::Text, Kind::Int, Kind::Big];
        let shape = Shape { table, columns: kinds.map(column).to_vec(), key: vec![0, 1, 2, 3] };
        let row = [
            Value::Uuid(Some(Uuid::from_u128(7))),
            Value::Text(Some("é\"".to_owned())),
            Value::Int(Some(-3)),
            Value::Big(Some(i64::MAX)),
        ];
        let noted = key_to_json(&shape.key_of(&row)).unwrap();
        assert_eq!(digest(&key_from_json(&shape, &noted).unwrap()), digest(&row));
        assert!(key_from_json(&shape, &serde_json::json!(["no id", "", 1, 1])).is_none());
    }
}

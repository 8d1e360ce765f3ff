//! Plain enums as words in a column: the same words as on the wire.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::{Result, StoreError};

/// The word of a plain enum's value.
pub(crate) fn word<T: Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        other => unreachable!("a plain enum serialises to a word, not {other:?}"),
    }
}

/// The value of a word read from `column`.
pub(crate) fn parse<T: DeserializeOwned>(column: &str, word: &str) -> Result<T> {
    serde_json::from_value(word.into()).map_err(|_| StoreError::unknown_word(column, word))
}

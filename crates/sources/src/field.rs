//! Reading fields of JSON that may be missing, null, of another type, or nested oddly. Nothing here
//! fails: what cannot be read is absent.

use serde_json::Value;

/// The value at a path of keys; `None` when a step is missing, null or not an object.
pub fn at<'a>(value: &'a Value, path: &[&str]) -> Option<&'a Value> {
    path.iter().try_fold(value, |value, key| value.get(key)).filter(|found| !found.is_null())
}

/// The text at a path, trimmed; numbers are written out, empty text is absent.
pub fn text(value: &Value, path: &[&str]) -> Option<String> {
    at(value, path).and_then(as_text)
}

/// A value as text; a list gives its first readable element.
pub fn as_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(values) => values.iter().find_map(as_text),
        _ => None,
    }
}

/// The elements of a list at a path. A lone value where a list is usual counts as a list of one.
pub fn list<'a>(value: &'a Value, path: &[&str]) -> &'a [Value] {
    match at(value, path) {
        Some(Value::Array(values)) => values,
        Some(single) => std::slice::from_ref(single),
        None => &[],
    }
}

/// The number at a path; `"65,000.50"` counts as one.
pub fn number(value: &Value, path: &[&str]) -> Option<f64> {
    match at(value, path)? {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().replace(',', "").parse().ok(),
        _ => None,
    }
    .filter(|number| number.is_finite())
}

/// The truth value at a path; `"true"` counts as one.
pub fn flag(value: &Value, path: &[&str]) -> Option<bool> {
    match at(value, path)? {
        Value::Bool(flag) => Some(*flag),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn odd_shapes_are_absent_rather_than_errors() {
        let value =
            json!({"a": {"b": " x "}, "n": 7, "s": "1,200", "null": null, "list": [null, "y"], "t": "true"});
        assert_eq!(text(&value, &["a", "b"]).as_deref(), Some("x"));
        assert_eq!(text(&value, &["a"]), None);
        assert_eq!(text(&value, &["n"]).as_deref(), Some("7"));
        assert_eq!(text(&value, &["n", "deeper"]), None);
        assert_eq!(text(&value, &["list"]).as_deref(), Some("y"));
        assert_eq!(number(&value, &["s"]), Some(1200.0));
        assert_eq!(at(&value, &["null"]), None);
        assert_eq!(list(&value, &["n"]).len(), 1);
        assert_eq!(list(&value, &["missing"]).len(), 0);
        assert_eq!(flag(&value, &["t"]), Some(true));
    }
}

//! What a database answers.

use serde::Serialize;

use super::flow::Halt;
use crate::error::{Code, Error, Result};
use crate::json::{self, Value as Json};

/// A parameter or a column: text, a whole number or `NULL`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Value {
    /// `NULL`.
    Null,
    /// A whole number.
    Integer(i64),
    /// Text.
    Text(String),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}

impl<T: Into<Self>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// The rows that a statement returned, each with its columns in the statement's order.
pub type Rows = Vec<Vec<Value>>;

/// Reads rows from JSON text: a list of lists of strings, whole numbers and nulls.
///
/// # Errors
/// `argument_invalid` for anything else.
pub(super) fn from_json(text: &str) -> Result<Rows> {
    let invalid = Error::with_hint(
        Code::ArgumentInvalid,
        "Rows must be a list of lists of strings, whole numbers and nulls.",
    );
    // The strict reader takes an object.
    let object = format!("{{\"rows\":{text}}}");
    let read = || -> Option<Rows> {
        let object = json::parse_object_str(&object, json::MAX_DEPTH).ok()?;
        let [(_, Json::Array(rows))] = object.members() else {
            return None;
        };
        let row = |row| match row {
            Json::Array(columns) => json::items(columns)
                .map(|column| value(column.ok()?))
                .collect(),
            _ => None,
        };
        json::items(rows).map(|item| row(item.ok()?)).collect()
    };
    read().ok_or(invalid)
}

fn value(column: Json<'_>) -> Option<Value> {
    match column {
        Json::Null => Some(Value::Null),
        Json::Number(text) => text.parse().ok().map(Value::Integer),
        Json::String(text) => Some(Value::Text(text.value().into_owned())),
        Json::Bool(_) | Json::Array(_) | Json::Object(_) => None,
    }
}

/// One row, read column by column. A column of another type than the schema's is a failure of the
/// database.
pub(super) struct Row(std::vec::IntoIter<Value>);

impl Row {
    /// The only row, if there is one.
    pub(super) fn only(rows: Rows) -> Option<Self> {
        rows.into_iter().next().map(Self::new)
    }

    pub(super) fn new(columns: Vec<Value>) -> Self {
        Self(columns.into_iter())
    }

    pub(super) fn text(&mut self) -> Result<String, Halt> {
        self.optional_text()?.ok_or(Halt::Failed)
    }

    pub(super) fn optional_text(&mut self) -> Result<Option<String>, Halt> {
        match self.0.next() {
            Some(Value::Text(text)) => Ok(Some(text)),
            Some(Value::Null) => Ok(None),
            Some(Value::Integer(_)) | None => Err(Halt::Failed),
        }
    }

    pub(super) fn number(&mut self) -> Result<i64, Halt> {
        self.optional_number()?.ok_or(Halt::Failed)
    }

    /// Drivers that fear for large numbers give them as text.
    pub(super) fn optional_number(&mut self) -> Result<Option<i64>, Halt> {
        match self.0.next() {
            Some(Value::Integer(number)) => Ok(Some(number)),
            Some(Value::Text(text)) => text.parse().map(Some).map_err(|_| Halt::Failed),
            Some(Value::Null) => Ok(None),
            None => Err(Halt::Failed),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Row, Value, from_json};

    #[test]
    fn rows_are_text_whole_numbers_and_nulls() {
        let rows = from_json(r#"[["a\u0062", 12, null, "-3"], []]"#).unwrap();
        let columns = vec![
            Value::from("ab"),
            Value::Integer(12),
            Value::Null,
            Value::from("-3"),
        ];
        assert_eq!(rows, [columns, vec![]]);
        assert_eq!(from_json("[]").unwrap(), Vec::<Vec<Value>>::new());
        for text in [
            "",
            "{}",
            "[1]",
            "[[1.5]]",
            "[[true]]",
            "[[[]]]",
            "[[1]",
            "null",
            "[]} ",
            "[],\"a\":1",
        ] {
            assert!(from_json(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_whole_number_may_come_as_text() {
        let mut row = Row::new(vec![Value::from("12"), Value::Integer(-1), Value::Null]);
        assert_eq!(row.number().unwrap(), 12);
        assert_eq!(row.number().unwrap(), -1);
        assert_eq!(row.optional_number().unwrap(), None);
        assert!(row.optional_number().is_err());
        assert!(Row::new(vec![Value::from("x")]).number().is_err());
        assert!(Row::new(vec![Value::Integer(1)]).text().is_err());
        assert!(Row::new(vec![Value::Null]).text().is_err());
    }
}

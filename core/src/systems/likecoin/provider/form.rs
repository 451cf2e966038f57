//! Reading parameters: a query string or the body of a form (WHATWG URL, "application/
//! x-www-form-urlencoded"), strictly.

use percent_encoding::percent_decode;
use zeroize::Zeroizing;

use super::text::is_plain;
use crate::json::{self, Value};

/// The greatest length of a body or a query string, in bytes.
pub(super) const MAX_BYTES: usize = 16 * 1_024;
/// The greatest length of one value, in bytes.
const MAX_VALUE_BYTES: usize = 2 * 1_024;
/// The greatest number of parameters. Each new one is looked for among those before it.
const MAX_PARAMETERS: usize = 64;

/// Parameters that cannot be read, or one of them that cannot: not UTF-8, twice, too long, or with
/// control characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Malformed;

/// The parameters of a request. What is empty counts as missing.
#[derive(Default)]
pub(super) struct Form(Vec<Parameter>);

struct Parameter {
    name: String,
    value: Result<Zeroizing<String>, Malformed>,
}

impl Form {
    /// Reads a query string or the body of a form.
    pub(super) fn read(text: &[u8]) -> Result<Self, Malformed> {
        if text.len() > MAX_BYTES {
            return Err(Malformed);
        }
        let mut form = Self::default();
        for pair in text
            .split(|byte| *byte == b'&')
            .filter(|pair| !pair.is_empty())
        {
            let mut halves = pair.splitn(2, |byte| *byte == b'=');
            let name = decode(halves.next().unwrap_or_default());
            let value = decode(halves.next().unwrap_or_default());
            // A parameter that has no name cannot be asked for, but it can be told that it is bad.
            let (name, value) = match name {
                Ok(name) if is_plain(&name) => (name.to_string(), value),
                _ => (String::new(), Err(Malformed)),
            };
            form.add(name, value)?;
        }
        Ok(form)
    }

    /// Reads a JSON object of strings.
    pub(super) fn read_json(text: &[u8]) -> Result<Self, Malformed> {
        if text.len() > MAX_BYTES {
            return Err(Malformed);
        }
        let object = json::parse_object(text, json::MAX_DEPTH).map_err(|_| Malformed)?;
        let mut form = Self::default();
        for (name, value) in object.members() {
            let Value::String(value) = value else {
                return Err(Malformed);
            };
            let value = Zeroizing::new(value.value().into_owned());
            form.add(name.value().into_owned(), Ok(value))?;
        }
        Ok(form)
    }

    fn add(
        &mut self,
        name: String,
        value: Result<Zeroizing<String>, Malformed>,
    ) -> Result<(), Malformed> {
        if self.0.len() >= MAX_PARAMETERS {
            return Err(Malformed);
        }
        let good = |value: &Zeroizing<String>| value.len() <= MAX_VALUE_BYTES && is_plain(value);
        let value = value.and_then(|value| {
            if good(&value) {
                Ok(value)
            } else {
                Err(Malformed)
            }
        });
        match self.0.iter_mut().find(|known| known.name == name) {
            Some(known) => known.value = Err(Malformed),
            None => self.0.push(Parameter { name, value }),
        }
        Ok(())
    }

    /// A parameter's value; `None` if it is missing or empty.
    pub(super) fn get(&self, name: &str) -> Result<Option<&str>, Malformed> {
        match self.0.iter().find(|known| known.name == name) {
            None => Ok(None),
            Some(known) => match &known.value {
                Ok(value) => Ok(Some(value.as_str()).filter(|value| !value.is_empty())),
                Err(malformed) => Err(*malformed),
            },
        }
    }

    /// As [`get`](Self::get), of a form that has been found well formed.
    pub(super) fn value(&self, name: &str) -> Option<&str> {
        self.get(name).ok().flatten()
    }

    pub(super) fn is_well_formed(&self) -> bool {
        self.0.iter().all(|known| known.value.is_ok())
    }

    /// Adds the parameters of another form that this one lacks.
    pub(super) fn fill_from(&mut self, other: Self) {
        for parameter in other.0 {
            if !self.0.iter().any(|known| known.name == parameter.name) {
                self.0.push(parameter);
            }
        }
    }
}

/// Decodes a name or a value.
pub(super) fn decode(text: &[u8]) -> Result<Zeroizing<String>, Malformed> {
    // Room for all of it: a buffer that grew would leave copies of a secret in memory.
    let mut spaced = Zeroizing::new(Vec::with_capacity(text.len()));
    spaced.extend(
        text.iter()
            .map(|byte| if *byte == b'+' { b' ' } else { *byte }),
    );
    let mut decoded = Zeroizing::new(Vec::with_capacity(text.len()));
    decoded.extend(percent_decode(&spaced));
    match str::from_utf8(&decoded) {
        Ok(text) => Ok(Zeroizing::new(text.to_owned())),
        Err(_) => Err(Malformed),
    }
}

#[cfg(test)]
mod tests {
    use super::{Form, Malformed};

    #[test]
    fn reads_what_browsers_send() {
        let form = Form::read(b"a=b+c%20d&e=%E7%94%A8&f=&g&&h=%zz&i=j=k").unwrap();
        assert!(form.is_well_formed());
        assert_eq!(form.value("a"), Some("b c d"));
        assert_eq!(form.value("e"), Some("\u{7528}"));
        assert_eq!(form.value("h"), Some("%zz"));
        assert_eq!(form.value("i"), Some("j=k"));
        for missing in ["f", "g", "", "b"] {
            assert_eq!(form.get(missing), Ok(None), "{missing}");
        }
    }

    #[test]
    fn one_bad_parameter_does_not_hide_the_others() {
        let long = format!("a={}&ok=1", "x".repeat(2_049));
        for text in [
            "a=1&a=1&ok=1",
            "a=%ff&ok=1",
            "a=%00&ok=1",
            "a=%0d%0a&ok=1",
            "a=%c2%85&ok=1",
            "a=&a=1&ok=1",
            &long,
        ] {
            let form = Form::read(text.as_bytes()).unwrap();
            assert_eq!(form.get("a"), Err(Malformed), "{text}");
            assert_eq!(form.get("ok"), Ok(Some("1")));
            assert!(!form.is_well_formed());
        }
        assert!(!Form::read(b"%ff=1").unwrap().is_well_formed());
        let many = |count: usize| {
            (0..count)
                .map(|number| format!("p{number}=&"))
                .collect::<String>()
        };
        assert!(Form::read(many(64).as_bytes()).is_ok());
        assert!(Form::read(many(65).as_bytes()).is_err());
        assert!(Form::read(&[b'a'; 16 * 1_024]).is_ok());
        assert!(Form::read(&[b'a'; 16 * 1_024 + 1]).is_err());
    }

    #[test]
    fn an_object_of_strings_is_a_form_too() {
        let form = Form::read_json(br#"{"a": "b c", "d": ""}"#).unwrap();
        assert_eq!((form.value("a"), form.value("d")), (Some("b c"), None));
        for text in [
            "",
            "[]",
            r#"{"a":1}"#,
            r#"{"a":null}"#,
            r#"{"a":"1","a":"2"}"#,
        ] {
            assert!(Form::read_json(text.as_bytes()).is_err(), "{text}");
        }
        assert!(
            !Form::read_json(br#"{"a": "\u0000"}"#)
                .unwrap()
                .is_well_formed()
        );
    }

    #[test]
    fn a_body_goes_before_a_query() {
        let mut form = Form::read(b"a=body").unwrap();
        form.fill_from(Form::read(b"a=query&b=query").unwrap());
        assert_eq!(
            (form.value("a"), form.value("b")),
            (Some("body"), Some("query"))
        );
    }
}

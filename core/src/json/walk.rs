//! Reports the values of JSON text that has been read strictly, in their order.

use std::borrow::Cow;

use smallvec::SmallVec;

use super::reader::Reader;
use super::{Strict, Text, Value};

/// Receives the values of a payload, for a binding that builds its host's objects from them.
///
/// Arrays and objects are reported as they open and close. In an object each value comes after its
/// name. Nesting is bounded by the policy's `max_depth`.
pub trait Visitor {
    /// What stops a walk.
    type Error;

    /// `null`.
    ///
    /// # Errors
    /// Stops the walk, as for all methods.
    fn null(&mut self) -> Result<(), Self::Error>;

    /// `true` or `false`.
    ///
    /// # Errors
    /// Stops the walk.
    fn boolean(&mut self, value: bool) -> Result<(), Self::Error>;

    /// A number, as it is written: finite in a double, of any precision.
    ///
    /// # Errors
    /// Stops the walk.
    fn number(&mut self, text: &str) -> Result<(), Self::Error>;

    /// A string, borrowed where it has no escapes.
    ///
    /// # Errors
    /// Stops the walk.
    fn string(&mut self, value: Cow<'_, str>) -> Result<(), Self::Error>;

    /// The name of an object's next member.
    ///
    /// # Errors
    /// Stops the walk.
    fn name(&mut self, name: Cow<'_, str>) -> Result<(), Self::Error>;

    /// An array or, if `object`, an object opens.
    ///
    /// # Errors
    /// Stops the walk.
    fn open(&mut self, object: bool) -> Result<(), Self::Error>;

    /// The innermost open array or object closes.
    ///
    /// # Errors
    /// Stops the walk.
    fn close(&mut self) -> Result<(), Self::Error>;
}

enum Event<'a> {
    Scalar(Value<'a>),
    Name(Text<'a>),
    Open { object: bool },
    Close,
}

/// Reports the values of JSON text that jotkit returned: a payload, a header, a JWK, a step.
///
/// Text that is not JSON is reported as far as it can be read.
///
/// # Errors
/// The visitor's own.
pub fn walk<V: Visitor>(text: &str, visitor: &mut V) -> Result<(), V::Error> {
    let mut events = Events {
        reader: Reader::new(text, usize::MAX),
        open: SmallVec::new(),
        named: false,
        done: false,
    };
    // Strict text has no other end than the outermost value's.
    while let Ok(Some(event)) = events.next() {
        match event {
            Event::Scalar(Value::Null) => visitor.null()?,
            Event::Scalar(Value::Bool(value)) => visitor.boolean(value)?,
            Event::Scalar(Value::Number(text)) => visitor.number(text)?,
            Event::Scalar(Value::String(text)) => visitor.string(text.value())?,
            // Events opens them instead.
            Event::Scalar(Value::Array(_) | Value::Object(_)) => {}
            Event::Name(name) => visitor.name(name.value())?,
            Event::Open { object } => visitor.open(object)?,
            Event::Close => visitor.close()?,
        }
    }
    Ok(())
}

struct Events<'a> {
    reader: Reader<'a>,
    /// For each open container, whether it is an object.
    open: SmallVec<[bool; 64]>,
    /// Whether a member's name has just been read.
    named: bool,
    done: bool,
}

impl<'a> Events<'a> {
    fn next(&mut self) -> Strict<Option<Event<'a>>> {
        if self.done {
            return Ok(None);
        }
        let reader = &mut self.reader;
        reader.skip_space();
        // Commas need no attention: the text is known to have them where they belong.
        if reader.take(b',') {
            reader.skip_space();
        }
        if reader.take(b']') || reader.take(b'}') {
            self.open.pop();
            self.done = self.open.is_empty();
            return Ok(Some(Event::Close));
        }
        if self.open.last() == Some(&true) && !self.named {
            self.named = true;
            return reader.name().map(|name| Some(Event::Name(name)));
        }
        self.named = false;
        if reader.take(b'[') {
            self.open.push(false);
            return Ok(Some(Event::Open { object: false }));
        }
        if reader.take(b'{') {
            self.open.push(true);
            return Ok(Some(Event::Open { object: true }));
        }
        let value = reader.value(0)?;
        self.done = self.open.is_empty();
        Ok(Some(Event::Scalar(value)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Writes what it is shown as JSON again.
    #[derive(Default)]
    struct Writer {
        text: String,
        open: Vec<(bool, bool)>,
        stops_at_null: bool,
    }

    impl Writer {
        fn begin(&mut self, is_name: bool) {
            let Some((object, empty)) = self.open.last_mut() else {
                return;
            };
            if *object && !is_name {
                self.text.push(':');
            } else if !std::mem::take(empty) {
                self.text.push(',');
            }
        }

        fn put(&mut self, text: &str) -> Result<(), ()> {
            self.begin(false);
            self.text.push_str(text);
            Ok(())
        }
    }

    impl Visitor for Writer {
        type Error = ();

        fn null(&mut self) -> Result<(), ()> {
            if self.stops_at_null {
                return Err(());
            }
            self.put("null")
        }

        fn boolean(&mut self, value: bool) -> Result<(), ()> {
            self.put(if value { "true" } else { "false" })
        }

        fn number(&mut self, text: &str) -> Result<(), ()> {
            self.put(text)
        }

        fn string(&mut self, value: Cow<'_, str>) -> Result<(), ()> {
            self.put(&serde_json::Value::from(&*value).to_string())
        }

        fn name(&mut self, name: Cow<'_, str>) -> Result<(), ()> {
            self.begin(true);
            self.text
                .push_str(&serde_json::Value::from(&*name).to_string());
            Ok(())
        }

        fn open(&mut self, object: bool) -> Result<(), ()> {
            self.put(if object { "{" } else { "[" })?;
            self.open.push((object, true));
            Ok(())
        }

        fn close(&mut self) -> Result<(), ()> {
            let (object, _) = self.open.pop().unwrap();
            self.text.push(if object { '}' } else { ']' });
            Ok(())
        }
    }

    #[test]
    fn shows_everything_once_and_in_order() {
        for (text, compact) in [
            ("{}", "{}"),
            (r#" { "a" : [ ] , "b" : { } } "#, r#"{"a":[],"b":{}}"#),
            (
                r#"{"a":[1,2.50,-0,1e3,[null,[true]],{"b":false}],"c":"d"}"#,
                "",
            ),
            (
                r#"{"aA":"\n\ud83d\ude00/\/","x":[["]","}"],"{"]}"#,
                "{\"aA\":\"\\n\u{1f600}//\",\"x\":[[\"]\",\"}\"],\"{\"]}",
            ),
            (
                r#"{"big":123456789012345678901234567890,"b":[{"c":[{}]},""]}"#,
                "",
            ),
        ] {
            super::super::parse_object_str(text, 64).unwrap();
            let mut writer = Writer::default();
            walk(text, &mut writer).unwrap();
            let expected = if compact.is_empty() { text } else { compact };
            assert_eq!(writer.text, expected);
            assert!(writer.open.is_empty());
        }
    }

    #[test]
    fn ends_with_the_visitor_s_error() {
        let mut writer = Writer {
            stops_at_null: true,
            ..Writer::default()
        };
        assert_eq!(walk(r#"{"a":[true,null,1]}"#, &mut writer), Err(()));
        assert_eq!(writer.text, r#"{"a":[true"#);
    }
}

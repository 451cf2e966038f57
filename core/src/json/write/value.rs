//! One value: a scalar or a flat array is written here, anything else by serde_json.

use std::io::Write;

use serde::Serialize;
use serde::ser::{Impossible, SerializeSeq, SerializeTuple, Serializer};

use super::super::reader::plain_prefix;
use super::{Form, Stop};

/// Writes a value, whatever its form.
pub(super) fn write_value<T: Serialize + ?Sized>(
    value: &T,
    text: &mut Vec<u8>,
) -> Result<Form, Stop> {
    let start = text.len();
    match value.serialize(Scalar(text)) {
        Err(Stop::Elsewhere) => {
            text.truncate(start);
            serde_json::to_writer(text, value).map_err(|_| Stop::Failed)?;
            Ok(Form::Other)
        }
        written => written,
    }
}

/// Writes scalars and flat arrays onto the end of a text.
pub(super) struct Scalar<'a>(pub(super) &'a mut Vec<u8>);

impl<'a> Scalar<'a> {
    fn number(self, number: impl itoa::Integer) -> Result<Form, Stop> {
        let mut digits = itoa::Buffer::new();
        self.0.extend_from_slice(digits.format(number).as_bytes());
        Ok(Form::Number)
    }

    /// JSON has neither infinities nor NaN; how the others are written is for serde_json.
    fn double(self, finite: bool) -> Result<Form, Stop> {
        Err(if finite {
            Stop::Elsewhere
        } else {
            Stop::Failed
        })
    }

    fn array(self) -> FlatArray<'a> {
        self.0.push(b'[');
        FlatArray {
            text: self.0,
            empty: true,
        }
    }
}

impl<'a> Serializer for Scalar<'a> {
    type Ok = Form;
    type Error = Stop;
    type SerializeSeq = FlatArray<'a>;
    type SerializeTuple = FlatArray<'a>;
    type SerializeTupleStruct = Impossible<Form, Stop>;
    type SerializeTupleVariant = Impossible<Form, Stop>;
    type SerializeMap = Impossible<Form, Stop>;
    type SerializeStruct = Impossible<Form, Stop>;
    type SerializeStructVariant = Impossible<Form, Stop>;

    fn serialize_bool(self, value: bool) -> Result<Form, Stop> {
        let word: &[u8] = if value { b"true" } else { b"false" };
        self.0.extend_from_slice(word);
        Ok(Form::Bool(value))
    }

    fn serialize_i8(self, value: i8) -> Result<Form, Stop> {
        self.number(value)
    }

    fn serialize_i16(self, value: i16) -> Result<Form, Stop> {
        self.number(value)
    }

    fn serialize_i32(self, value: i32) -> Result<Form, Stop> {
        self.number(value)
    }

    fn serialize_i64(self, value: i64) -> Result<Form, Stop> {
        self.number(value)
    }

    fn serialize_u8(self, value: u8) -> Result<Form, Stop> {
        self.number(value)
    }

    fn serialize_u16(self, value: u16) -> Result<Form, Stop> {
        self.number(value)
    }

    fn serialize_u32(self, value: u32) -> Result<Form, Stop> {
        self.number(value)
    }

    fn serialize_u64(self, value: u64) -> Result<Form, Stop> {
        self.number(value)
    }

    fn serialize_f32(self, value: f32) -> Result<Form, Stop> {
        self.double(value.is_finite())
    }

    fn serialize_f64(self, value: f64) -> Result<Form, Stop> {
        self.double(value.is_finite())
    }

    fn serialize_str(self, value: &str) -> Result<Form, Stop> {
        self.0.push(b'"');
        let escaped = write_content(value, self.0)?;
        self.0.push(b'"');
        Ok(Form::String { escaped })
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<Form, Stop> {
        self.serialize_str(variant)
    }

    fn serialize_none(self) -> Result<Form, Stop> {
        self.serialize_unit()
    }

    fn serialize_unit(self) -> Result<Form, Stop> {
        self.0.extend_from_slice(b"null");
        Ok(Form::Null)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Form, Stop> {
        value.serialize(self)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<Form, Stop> {
        value.serialize(self)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<FlatArray<'a>, Stop> {
        Ok(self.array())
    }

    fn serialize_tuple(self, _: usize) -> Result<FlatArray<'a>, Stop> {
        Ok(self.array())
    }

    elsewhere! { i128 u128 char bytes unit_struct newtype_variant tuple_struct tuple_variant map
    struct struct_variant }
}

/// An array as long as its items are scalars; the first that is none stops it.
pub(super) struct FlatArray<'a> {
    text: &'a mut Vec<u8>,
    empty: bool,
}

impl FlatArray<'_> {
    fn item<T: Serialize + ?Sized>(&mut self, item: &T) -> Result<(), Stop> {
        if !self.empty {
            self.text.push(b',');
        }
        self.empty = false;
        match item.serialize(Scalar(self.text))? {
            Form::FlatArray => Err(Stop::Elsewhere),
            _ => Ok(()),
        }
    }

    fn finish(self) -> Form {
        self.text.push(b']');
        Form::FlatArray
    }
}

impl SerializeSeq for FlatArray<'_> {
    type Ok = Form;
    type Error = Stop;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, item: &T) -> Result<(), Stop> {
        self.item(item)
    }

    fn end(self) -> Result<Form, Stop> {
        Ok(self.finish())
    }
}

impl SerializeTuple for FlatArray<'_> {
    type Ok = Form;
    type Error = Stop;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, item: &T) -> Result<(), Stop> {
        self.item(item)
    }

    fn end(self) -> Result<Form, Stop> {
        Ok(self.finish())
    }
}

/// Writes a string's content and says whether anything of it had to be escaped (RFC 8259 §7).
fn write_content(content: &str, text: &mut Vec<u8>) -> Result<bool, Stop> {
    let mut rest = content.as_bytes();
    let mut escaped = false;
    loop {
        let (plain, special) = rest
            .split_at_checked(plain_prefix(rest))
            .ok_or(Stop::Failed)?;
        text.extend_from_slice(plain);
        let Some((byte, after)) = special.split_first() else {
            return Ok(escaped);
        };
        let short = match byte {
            b'"' => b'"',
            b'\\' => b'\\',
            8 => b'b',
            9 => b't',
            10 => b'n',
            12 => b'f',
            13 => b'r',
            _ => b'u',
        };
        text.extend_from_slice(&[b'\\', short]);
        if short == b'u' {
            write!(text, "{byte:04x}").map_err(|_| Stop::Failed)?;
        }
        escaped = true;
        rest = after;
    }
}

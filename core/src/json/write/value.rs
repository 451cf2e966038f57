//! One value: a scalar or a flat array is written here, anything else by serde_json.

use serde::Serialize;
use serde::ser::{Impossible, SerializeSeq, SerializeTuple, Serializer};

use super::super::scan::is_plain;
use super::{Form, Stop};

/// Writes a value, whatever its form.
pub(super) fn write_value<T: Serialize + ?Sized>(
    value: &T,
    text: &mut String,
) -> Result<Form, Stop> {
    let start = text.len();
    match value.serialize(Scalar(text)) {
        Err(Stop::Elsewhere) => {
            text.truncate(start);
            let other = serde_json::to_string(value).map_err(|_| Stop::Failed)?;
            text.push_str(&other);
            Ok(Form::Other)
        }
        written => written,
    }
}

/// Writes scalars and flat arrays onto the end of a text.
pub(super) struct Scalar<'a>(pub(super) &'a mut String);

impl<'a> Scalar<'a> {
    fn number(self, number: impl itoa::Integer) -> Result<Form, Stop> {
        let mut digits = itoa::Buffer::new();
        self.0.push_str(digits.format(number));
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
        self.0.push('[');
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
        self.0.push_str(if value { "true" } else { "false" });
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
        let Self(text) = self;
        let escaped = !is_plain(value.as_bytes());
        if escaped {
            let quoted = serde_json::to_string(value).map_err(|_| Stop::Failed)?;
            text.push_str(&quoted);
        } else {
            text.reserve(value.len().saturating_add(2));
            text.push('"');
            text.push_str(value);
            text.push('"');
        }
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
        self.0.push_str("null");
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
    text: &'a mut String,
    empty: bool,
}

impl FlatArray<'_> {
    fn item<T: Serialize + ?Sized>(&mut self, item: &T) -> Result<(), Stop> {
        if !self.empty {
            self.text.push(',');
        }
        self.empty = false;
        match item.serialize(Scalar(self.text))? {
            Form::FlatArray => Err(Stop::Elsewhere),
            _ => Ok(()),
        }
    }

    fn finish(self) -> Form {
        self.text.push(']');
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

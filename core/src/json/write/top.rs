//! The outermost object.

use std::ops::Range;

use serde::Serialize;
use serde::ser::{Impossible, SerializeMap, SerializeStruct, Serializer};
use smallvec::SmallVec;

use super::value::{Scalar, write_value};
use super::{Form, Member, Members, Stop};

/// What serde_json's own types call themselves when their text is to be taken as it is.
const PRIVATE: &str = "$serde_json::private::";

/// Takes structs and maps; whatever else may become an object is left to serde_json.
pub(super) struct Top {
    pub(super) text: String,
    pub(super) members: Members,
}

impl Top {
    pub(super) fn new(room: usize) -> Self {
        Self {
            text: String::with_capacity(room),
            members: SmallVec::new(),
        }
    }

    fn begin(&mut self) -> &mut Self {
        self.text.push('{');
        self
    }

    /// Writes a name and its colon, and gives the name's place.
    #[inline(always)]
    fn name<T: Serialize + ?Sized>(&mut self, name: &T) -> Result<(Range<usize>, bool), Stop> {
        if !self.members.is_empty() {
            self.text.push(',');
        }
        let start = self.text.len();
        // A map's key that is no string is for serde_json to make one of, or to refuse.
        let Form::String { escaped } = name.serialize(Scalar(&mut self.text))? else {
            return Err(Stop::Elsewhere);
        };
        let name = between_quotes(start..self.text.len());
        self.text.push(':');
        Ok((name, escaped))
    }

    fn member<T: Serialize + ?Sized>(
        &mut self,
        (name, name_escaped): (Range<usize>, bool),
        value: &T,
    ) -> Result<(), Stop> {
        let start = self.text.len();
        let form = write_value(value, &mut self.text)?;
        let mut value = start..self.text.len();
        if matches!(form, Form::String { .. }) {
            value = between_quotes(value);
        }
        self.members.push(Member {
            name,
            name_escaped,
            value,
            form,
        });
        Ok(())
    }

    fn finish(&mut self) {
        self.text.push('}');
    }
}

fn between_quotes(quoted: Range<usize>) -> Range<usize> {
    quoted.start.saturating_add(1)..quoted.end.saturating_sub(1)
}

impl<'a> Serializer for &'a mut Top {
    type Ok = ();
    type Error = Stop;
    type SerializeSeq = Impossible<(), Stop>;
    type SerializeTuple = Impossible<(), Stop>;
    type SerializeTupleStruct = Impossible<(), Stop>;
    type SerializeTupleVariant = Impossible<(), Stop>;
    type SerializeMap = Map<'a>;
    type SerializeStruct = &'a mut Top;
    type SerializeStructVariant = Impossible<(), Stop>;

    fn serialize_map(self, _: Option<usize>) -> Result<Map<'a>, Stop> {
        let top = self.begin();
        let name = None;
        Ok(Map { top, name })
    }

    fn serialize_struct(self, name: &'static str, _: usize) -> Result<&'a mut Top, Stop> {
        if name.starts_with(PRIVATE) {
            return Err(Stop::Elsewhere);
        }
        Ok(self.begin())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Stop> {
        value.serialize(self)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Stop> {
        value.serialize(self)
    }

    elsewhere! { bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str bytes none unit
    unit_struct unit_variant newtype_variant seq tuple tuple_struct tuple_variant struct_variant }
}

/// A map's name waits for its value.
pub(super) struct Map<'a> {
    top: &'a mut Top,
    name: Option<(Range<usize>, bool)>,
}

impl SerializeMap for Map<'_> {
    type Ok = ();
    type Error = Stop;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Stop> {
        self.name = Some(self.top.name(key)?);
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Stop> {
        let name = self.name.take().ok_or(Stop::Failed)?;
        self.top.member(name, value)
    }

    fn end(self) -> Result<(), Stop> {
        self.top.finish();
        Ok(())
    }
}

impl SerializeStruct for &mut Top {
    type Ok = ();
    type Error = Stop;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Stop> {
        let name = self.name(name)?;
        self.member(name, value)
    }

    fn end(self) -> Result<(), Stop> {
        self.finish();
        Ok(())
    }
}

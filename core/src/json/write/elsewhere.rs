//! The forms of a value that one serializer leaves to another.

/// The methods of a `Serializer` that stop, for the forms named.
macro_rules! elsewhere {
    ($($form:ident)*) => { $(elsewhere!(@ $form);)* };
    (@ bool) => { elsewhere!(@@ serialize_bool, bool); };
    (@ i8) => { elsewhere!(@@ serialize_i8, i8); };
    (@ i16) => { elsewhere!(@@ serialize_i16, i16); };
    (@ i32) => { elsewhere!(@@ serialize_i32, i32); };
    (@ i64) => { elsewhere!(@@ serialize_i64, i64); };
    (@ i128) => { elsewhere!(@@ serialize_i128, i128); };
    (@ u8) => { elsewhere!(@@ serialize_u8, u8); };
    (@ u16) => { elsewhere!(@@ serialize_u16, u16); };
    (@ u32) => { elsewhere!(@@ serialize_u32, u32); };
    (@ u64) => { elsewhere!(@@ serialize_u64, u64); };
    (@ u128) => { elsewhere!(@@ serialize_u128, u128); };
    (@ f32) => { elsewhere!(@@ serialize_f32, f32); };
    (@ f64) => { elsewhere!(@@ serialize_f64, f64); };
    (@ char) => { elsewhere!(@@ serialize_char, char); };
    (@ str) => { elsewhere!(@@ serialize_str, &str); };
    (@ bytes) => { elsewhere!(@@ serialize_bytes, &[u8]); };
    (@ none) => { elsewhere!(@@ serialize_none); };
    (@ unit) => { elsewhere!(@@ serialize_unit); };
    (@ unit_struct) => { elsewhere!(@@ serialize_unit_struct, &'static str); };
    (@ unit_variant) => {
        elsewhere!(@@ serialize_unit_variant, &'static str, u32, &'static str);
    };
    (@ newtype_variant) => {
        fn serialize_newtype_variant<T: Serialize + ?Sized>(
            self,
            _: &'static str,
            _: u32,
            _: &'static str,
            _: &T,
        ) -> Result<Self::Ok, Stop> {
            Err(Stop::Elsewhere)
        }
    };
    (@ seq) => { elsewhere!(@@ serialize_seq, Option<usize> => SerializeSeq); };
    (@ tuple) => { elsewhere!(@@ serialize_tuple, usize => SerializeTuple); };
    (@ tuple_struct) => {
        elsewhere!(@@ serialize_tuple_struct, &'static str, usize => SerializeTupleStruct);
    };
    (@ tuple_variant) => {
        elsewhere!(@@ serialize_tuple_variant, &'static str, u32, &'static str, usize
            => SerializeTupleVariant);
    };
    (@ map) => { elsewhere!(@@ serialize_map, Option<usize> => SerializeMap); };
    (@ struct) => { elsewhere!(@@ serialize_struct, &'static str, usize => SerializeStruct); };
    (@ struct_variant) => {
        elsewhere!(@@ serialize_struct_variant, &'static str, u32, &'static str, usize
            => SerializeStructVariant);
    };
    (@@ $method:ident $(, $argument:ty)*) => { elsewhere!(@@ $method $(, $argument)* => Ok); };
    (@@ $method:ident $(, $argument:ty)* => $result:ident) => {
        fn $method(self, $(_: $argument),*) -> Result<Self::$result, Stop> {
            Err(Stop::Elsewhere)
        }
    };
}

//! The `options!` table.

/// Declares a struct of options: its reader, builder, range checks and documentation in one table.
macro_rules! options {
    (
        $(#[$meta:meta])*
        $name:ident $code:ident;
        $($field:ident: $kind:ident $(($($detail:tt)*))? $about:literal;)+
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Default, PartialEq)]
        pub struct $name {
            $(pub(crate) $field: $crate::options::kind!(type $kind $($($detail)*)?),)+
        }

        impl $name {
            /// Every option, in the order of the documentation.
            pub const OPTIONS: &'static [$crate::OptionInfo] = &[
                $($crate::OptionInfo {
                    name: stringify!($field),
                    kind: stringify!($kind),
                    about: $about,
                    choices: $crate::options::kind!(choices $kind $($($detail)*)?),
                    range: $crate::options::kind!(range $kind $($($detail)*)?),
                    unit: $crate::options::kind!(unit $kind $($($detail)*)?),
                },)+
            ];

            /// No options: the strict defaults.
            #[must_use]
            pub fn new() -> Self {
                Self::default()
            }

            /// Reads the options from JSON text: one object whose members are named as the options.
            ///
            /// # Errors
            #[doc = concat!("`", stringify!($code), "`: ")]
            /// an unknown name, `null`, a value of the wrong type, empty or out of range.
            pub fn from_json(json: &str) -> $crate::Result<Self> {
                let mut fields = $crate::options::Fields::read(json, $crate::Code::$code)?;
                let mut rows = Self::OPTIONS.iter();
                let mut next = || rows.next().ok_or($crate::Error::internal());
                let options = Self { $($field: fields.take(next()?)?,)+ };
                fields.end(Self::OPTIONS)?;
                options.check()?;
                Ok(options)
            }

            /// Checks each option by itself; values from a builder have not been checked yet.
            pub(crate) fn check_each(&self) -> $crate::Result<()> {
                let mut rows = Self::OPTIONS.iter();
                $(if let Some(row) = rows.next() {
                    row.check(&self.$field, $crate::Code::$code)?;
                })+
                Ok(())
            }

            $($crate::options::builder!($kind $field $about $($($detail)*)?);)+
        }

        /// As the JSON object that `from_json` reads, with the options that are given.
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                use serde::ser::SerializeMap;
                let mut members = serializer.serialize_map(None)?;
                let absent = Self::default();
                $(if self.$field != absent.$field {
                    members.serialize_entry(stringify!($field), &self.$field)?;
                })+
                members.end()
            }
        }

        /// As `from_json`.
        impl std::str::FromStr for $name {
            type Err = $crate::Error;

            fn from_str(json: &str) -> $crate::Result<Self> {
                Self::from_json(json)
            }
        }
    };
}

/// The parts of an option that depend on its kind.
macro_rules! kind {
    (type choice $name:ident) => { Option<$name> };
    (type algorithm) => { Option<$crate::Algorithm> };
    (type algorithms) => { Option<Vec<$crate::Algorithm>> };
    (type string) => { Option<String> };
    (type secret) => { Option<$crate::options::Hidden> };
    (type secrets) => { Option<$crate::options::HiddenList> };
    (type strings) => { Option<Vec<String>> };
    (type texts) => { Option<std::collections::BTreeMap<String, String>> };
    (type string_or_strings $many:ident) => { Option<$crate::options::OneOrMany> };
    (type values) => { Option<std::collections::BTreeMap<String, $crate::Expected>> };
    (type flag) => { bool };
    (type whole_number $($range:tt)*) => { Option<u64> };
    (choices choice $name:ident) => { <$name as $crate::options::Choice>::NAMES };
    (choices $kind:ident $($other:tt)*) => { &[] };
    (range whole_number $least:literal, $most:expr $(, $unit:literal)?) => { Some(($least, $most)) };
    (range $kind:ident $($other:tt)*) => { None };
    (unit whole_number $least:literal, $most:expr, $unit:literal) => { Some($unit) };
    (unit $kind:ident $($other:tt)*) => { None };
}

/// The builder methods of one option.
macro_rules! builder {
    (algorithm $field:ident $about:literal) => {
        #[doc = $about]
        #[must_use]
        pub fn algorithm(mut self, algorithm: $crate::Algorithm) -> Self {
            self.$field = Some(algorithm);
            self
        }
    };
    (algorithms $field:ident $about:literal) => {
        #[doc = $about]
        #[must_use]
        pub fn $field(mut self, names: impl IntoIterator<Item = $crate::Algorithm>) -> Self {
            self.$field = Some(names.into_iter().collect());
            self
        }
    };
    (choice $field:ident $about:literal $name:ident) => {
        #[doc = $about]
        #[must_use]
        pub fn $field(mut self, value: $name) -> Self {
            self.$field = Some(value);
            self
        }
    };
    (string $field:ident $about:literal) => {
        #[doc = $about]
        #[must_use]
        pub fn $field(mut self, value: impl Into<String>) -> Self {
            self.$field = Some(value.into());
            self
        }
    };
    (secret $field:ident $about:literal) => {
        #[doc = $about]
        #[must_use]
        pub fn $field(mut self, secret: impl Into<String>) -> Self {
            self.$field = Some($crate::options::Hidden::new(secret.into()));
            self
        }
    };
    (secrets $field:ident $about:literal) => {
        #[doc = $about]
        #[must_use]
        pub fn $field(mut self, secret: impl Into<String>) -> Self {
            let secrets = self.$field.get_or_insert_default();
            secrets.push(secret.into());
            self
        }
    };
    (texts $field:ident $about:literal) => {
        #[doc = $about]
        #[must_use]
        pub fn $field(mut self, name: impl Into<String>, text: impl Into<String>) -> Self {
            self.$field
                .get_or_insert_default()
                .insert(name.into(), text.into());
            self
        }
    };
    (strings $field:ident $about:literal) => {
        #[doc = $about]
        #[must_use]
        pub fn $field<T: Into<String>>(mut self, values: impl IntoIterator<Item = T>) -> Self {
            self.$field = Some(values.into_iter().map(Into::into).collect());
            self
        }
    };
    (string_or_strings $field:ident $about:literal $many:ident) => {
        #[doc = $about]
        #[must_use]
        pub fn $field(mut self, value: impl Into<String>) -> Self {
            self.$field = Some($crate::options::OneOrMany::One(value.into()));
            self
        }

        #[doc = concat!("As `", stringify!($field), "`, with several values. ", $about)]
        #[must_use]
        pub fn $many<T: Into<String>>(mut self, values: impl IntoIterator<Item = T>) -> Self {
            let values = values.into_iter().map(Into::into).collect();
            self.$field = Some($crate::options::OneOrMany::Many(values));
            self
        }
    };
    (values $field:ident $about:literal) => {
        #[doc = $about]
        #[must_use]
        pub fn $field(
            mut self,
            claim: impl Into<String>,
            value: impl Into<$crate::Expected>,
        ) -> Self {
            let values = self.$field.get_or_insert_default();
            values.insert(claim.into(), value.into());
            self
        }
    };
    (flag $field:ident $about:literal) => {
        #[doc = $about]
        #[must_use]
        pub fn $field(mut self) -> Self {
            self.$field = true;
            self
        }
    };
    (whole_number $field:ident $about:literal $least:literal, $most:expr, "seconds") => {
        #[doc = $about]
        #[must_use]
        pub fn $field(mut self, span: impl Into<$crate::Seconds>) -> Self {
            self.$field = span.into().whole();
            self
        }
    };
    (whole_number $field:ident $about:literal $least:literal, $most:expr, "milliseconds") => {
        #[doc = $about]
        #[must_use]
        pub fn $field(mut self, span: impl Into<$crate::Milliseconds>) -> Self {
            self.$field = span.into().whole();
            self
        }
    };
    (whole_number $field:ident $about:literal $($range:tt)*) => {
        #[doc = $about]
        #[must_use]
        pub fn $field(mut self, number: u64) -> Self {
            self.$field = Some(number);
            self
        }
    };
}

pub(crate) use {builder, kind, options};

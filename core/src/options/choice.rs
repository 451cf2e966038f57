//! Options that are one of a few names.

/// A type with one value for each name that an option can have.
pub(crate) trait Choice: Copy + PartialEq + 'static {
    /// The names, in the order of the documentation.
    const NAMES: &'static [&'static str];

    /// The value of this name.
    fn from_name(name: &str) -> Option<Self>;
}

/// Declares such a type: each value with its name and what it means.
macro_rules! choice {
    (
        $(#[$meta:meta])*
        $name:ident;
        $($(#[doc = $about:literal])+ $variant:ident $text:literal;)+
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[doc = $about])+ $variant,)+
        }

        impl $name {
            /// The name in options.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl $crate::options::Choice for $name {
            const NAMES: &'static [&'static str] = &[$($text,)+];

            fn from_name(name: &str) -> Option<Self> {
                match name {
                    $($text => Some(Self::$variant),)+
                    _ => None,
                }
            }
        }
    };
}

pub(crate) use choice;

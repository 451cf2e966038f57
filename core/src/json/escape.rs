//! The values of strings with escapes (RFC 8259 §7).

use std::str::Chars;

/// The characters of a string's content that the reader has found well formed, escapes decoded.
pub(super) struct Unescaped<'a>(Chars<'a>);

impl<'a> Unescaped<'a> {
    pub(super) fn new(raw: &'a str) -> Self {
        Self(raw.chars())
    }

    /// All of it. Text between two escapes is copied as a whole.
    pub(super) fn string(mut self) -> String {
        let mut value = String::with_capacity(self.0.as_str().len());
        loop {
            let rest = self.0.as_str();
            let plain = memchr::memchr(b'\\', rest.as_bytes()).unwrap_or(rest.len());
            let (plain, escaped) = rest.split_at_checked(plain).unwrap_or((rest, ""));
            value.push_str(plain);
            self.0 = escaped.chars();
            match self.next() {
                Some(char) => value.push(char),
                None => return value,
            }
        }
    }

    #[expect(
        clippy::arithmetic_side_effects,
        reason = "four hexadecimal digits fit in 16 bits"
    )]
    fn unit(&mut self) -> char {
        let mut hex = |skip: usize| {
            let digits = self.0.by_ref().skip(skip).take(4);
            digits.fold(0, |unit, digit| unit * 16 + digit.to_digit(16).unwrap_or(0))
        };
        let mut code = hex(0);
        if (0xd800..0xdc00).contains(&code) {
            let low = hex(2);
            code = 0x1_0000 + ((code - 0xd800) << 10) + (low & 0x3ff);
        }
        char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)
    }
}

impl Iterator for Unescaped<'_> {
    type Item = char;

    fn next(&mut self) -> Option<char> {
        let char = self.0.next()?;
        if char != '\\' {
            return Some(char);
        }
        match self.0.next()? {
            'b' => Some('\u{8}'),
            'f' => Some('\u{c}'),
            'n' => Some('\n'),
            'r' => Some('\r'),
            't' => Some('\t'),
            'u' => Some(self.unit()),
            other => Some(other),
        }
    }
}

//! The pieces of JSON text that is known to be valid.
//!
//! `None` stands for text that is not, which nobody can bring about: it is there so that no mistake
//! elsewhere becomes a panic here.

use std::borrow::Cow;

/// A number, as precise as it was written.
pub(crate) enum Number<'text> {
    Small(i64),
    /// A whole number of more digits than an `i64` surely holds.
    Whole(&'text str),
    Fraction(f64),
}

/// A place in a text.
pub(crate) struct Scan<'text> {
    text: &'text str,
    at: usize,
}

impl<'text> Scan<'text> {
    pub(crate) fn new(text: &'text str) -> Self {
        Self { text, at: 0 }
    }

    /// The next byte that is no white space.
    pub(crate) fn peek(&mut self) -> Option<u8> {
        loop {
            let byte = *self.text.as_bytes().get(self.at)?;
            if byte > b' ' {
                return Some(byte);
            }
            self.skip(1);
        }
    }

    /// Whether the container that opens here has anything in it; goes behind it if not.
    pub(crate) fn begins(&mut self, end: u8) -> Option<bool> {
        self.skip(1);
        let any = self.peek()? != end;
        if !any {
            self.skip(1);
        }
        Some(any)
    }

    /// Whether another member follows; goes behind the comma or the container's end.
    pub(crate) fn goes_on(&mut self) -> Option<bool> {
        let byte = self.peek()?;
        self.skip(1);
        Some(byte == b',')
    }

    /// A member's name. Goes behind its colon.
    pub(crate) fn name(&mut self) -> Option<Cow<'text, str>> {
        self.peek()?;
        let name = self.string()?;
        self.peek()?;
        self.skip(1);
        Some(name)
    }

    /// Goes behind `true`, `false` or `null`.
    pub(crate) fn word(&mut self) {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        self.skip(
            rest.iter()
                .take_while(|byte| byte.is_ascii_lowercase())
                .count(),
        );
    }

    pub(crate) fn number(&mut self) -> Option<Number<'text>> {
        /// So many digits fit into an `i64`.
        const SMALL: usize = 18;
        let start = self.at;
        let rest = self.text.as_bytes().get(start..)?;
        let (mut length, mut value, mut whole) = (0_usize, 0_i64, true);
        for byte in rest {
            match byte {
                b'0'..=b'9' => {
                    value = value.wrapping_mul(10).wrapping_add(i64::from(byte & 15));
                }
                b'-' if length == 0 => {}
                b'-' | b'+' | b'.' | b'e' | b'E' => whole = false,
                _ => break,
            }
            length = length.wrapping_add(1);
        }
        self.skip(length);
        if whole && length <= SMALL {
            let negative = rest.first() == Some(&b'-');
            return Some(Number::Small(if negative {
                value.wrapping_neg()
            } else {
                value
            }));
        }
        let text = self.text.get(start..self.at)?;
        match whole {
            true => Some(Number::Whole(text)),
            false => text.parse().ok().map(Number::Fraction),
        }
    }

    /// A string, from its opening quote to behind the closing one.
    pub(crate) fn string(&mut self) -> Option<Cow<'text, str>> {
        self.skip(1);
        let plain = self.plain()?;
        if self.next()? == b'"' {
            return Some(Cow::Borrowed(plain));
        }
        self.escaped(plain).map(Cow::Owned)
    }

    #[cold]
    fn escaped(&mut self, plain: &str) -> Option<String> {
        let mut text = plain.to_owned();
        loop {
            text.push(self.escape()?);
            text.push_str(self.plain()?);
            if self.next()? == b'"' {
                return Some(text);
            }
        }
    }

    /// What comes before the next quote or backslash.
    fn plain(&mut self) -> Option<&'text str> {
        let start = self.at;
        let rest = self.text.as_bytes().get(start..)?;
        let (eights, last) = rest.as_chunks::<8>();
        for eight in eights {
            match ends_string(*eight) {
                Some(place) => {
                    self.skip(place);
                    return self.text.get(start..self.at);
                }
                None => self.skip(8),
            }
        }
        let ends = |byte: &u8| matches!(byte, b'"' | b'\\');
        self.skip(last.iter().position(ends)?);
        self.text.get(start..self.at)
    }

    /// The character that an escape stands for, behind its backslash.
    fn escape(&mut self) -> Option<char> {
        Some(match self.next()? {
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let unit = self.unit()?;
                if let Some(char) = char::from_u32(unit.into()) {
                    return Some(char);
                }
                // The first of a pair of surrogates; the second is an escape, too.
                self.skip(2);
                let pair = [unit, self.unit()?];
                char::decode_utf16(pair).next()?.ok()?
            }
            other => char::from(other),
        })
    }

    fn unit(&mut self) -> Option<u16> {
        let start = self.at;
        self.skip(4);
        u16::from_str_radix(self.text.get(start..self.at)?, 16).ok()
    }

    fn next(&mut self) -> Option<u8> {
        let byte = *self.text.as_bytes().get(self.at)?;
        self.skip(1);
        Some(byte)
    }

    fn skip(&mut self, count: usize) {
        // Never beyond the text by more than an escape's length.
        self.at = self.at.wrapping_add(count);
    }
}

/// The place of the first quote or backslash among eight bytes. A byte that equals the one looked for
/// becomes zero, and subtracting one sets its upper bit; above the first such byte that proves nothing.
fn ends_string(eight: [u8; 8]) -> Option<usize> {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const UPPER: u64 = 0x8080_8080_8080_8080;
    let eight = u64::from_le_bytes(eight);
    let are = |byte: u8| {
        let differs = eight ^ ONES.wrapping_mul(u64::from(byte));
        differs.wrapping_sub(ONES) & !differs & UPPER
    };
    match are(b'"') | are(b'\\') {
        0 => None,
        found => usize::try_from(found.trailing_zeros() >> 3).ok(),
    }
}

//! The values of strings with escapes (RFC 8259 §7).

/// The value of each hexadecimal digit, and a value above 15 for all other bytes.
#[expect(
    clippy::indexing_slicing,
    reason = "a place out of bounds is an error of the compiler"
)]
const DIGITS: [u8; 256] = {
    let mut digits = [0xff; 256];
    let mut value = 0;
    while value < 16 {
        digits[b"0123456789abcdef"[value] as usize] = value as u8;
        digits[b"0123456789ABCDEF"[value] as usize] = value as u8;
        value += 1;
    }
    digits
};

/// The number that four hexadecimal digits write.
#[inline]
pub(super) fn hex4(text: &[u8]) -> Option<u32> {
    let &[a, b, c, d] = text.first_chunk()?;
    let (a, b, c, d) = (digit(a), digit(b), digit(c), digit(d));
    ((a | b | c | d) < 16).then_some(a << 12 | b << 8 | c << 4 | d)
}

#[inline]
fn digit(byte: u8) -> u32 {
    u32::from(DIGITS.get(usize::from(byte)).copied().unwrap_or(0xff))
}

/// The characters of a string's content that the reader has found well formed, escapes decoded.
pub(super) struct Unescaped<'a>(&'a str);

impl<'a> Unescaped<'a> {
    pub(super) fn new(raw: &'a str) -> Self {
        Self(raw)
    }

    /// All of it. Text between two escapes is copied as a whole.
    pub(super) fn string(mut self) -> String {
        let mut value = String::with_capacity(self.0.len());
        while let Some(first) = self.0.bytes().next() {
            if first == b'\\' {
                if let Some(char) = self.next() {
                    value.push(char);
                }
                continue;
            }
            let rest = self.0.as_bytes();
            let plain = memchr::memchr(b'\\', rest).unwrap_or(rest.len());
            let (plain, escaped) = self.0.split_at_checked(plain).unwrap_or((self.0, ""));
            value.push_str(plain);
            self.0 = escaped;
        }
        value
    }

    fn skip(&mut self, bytes: usize) {
        self.0 = self.0.get(bytes..).unwrap_or_default();
    }

    /// The character of an escape with four digits, or of two for a pair of surrogates.
    #[expect(
        clippy::arithmetic_side_effects,
        reason = "four hexadecimal digits fit in 16 bits"
    )]
    fn unit(&mut self) -> char {
        let unit = |text: &str| hex4(text.as_bytes().get(2..).unwrap_or_default()).unwrap_or(0);
        let mut code = unit(self.0);
        self.skip(6);
        if (0xd800..0xdc00).contains(&code) {
            code = 0x1_0000 + ((code - 0xd800) << 10) + (unit(self.0) & 0x3ff);
            self.skip(6);
        }
        char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)
    }
}

impl Iterator for Unescaped<'_> {
    type Item = char;

    #[inline]
    fn next(&mut self) -> Option<char> {
        let escaped = match self.0.as_bytes() {
            [b'\\', b'u', ..] => return Some(self.unit()),
            [b'\\', b'b', ..] => '\u{8}',
            [b'\\', b'f', ..] => '\u{c}',
            [b'\\', b'n', ..] => '\n',
            [b'\\', b'r', ..] => '\r',
            [b'\\', b't', ..] => '\t',
            [b'\\', other, ..] => char::from(*other),
            _ => {
                let mut chars = self.0.chars();
                let char = chars.next()?;
                self.0 = chars.as_str();
                return Some(char);
            }
        };
        self.skip(2);
        Some(escaped)
    }
}

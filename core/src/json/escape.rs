//! The values behind escapes (RFC 8259 §7).

/// The value of a string's content that the reader has found well formed.
pub(super) fn unescape(raw: &str) -> String {
    let mut value = String::with_capacity(raw.len());
    let mut chars = raw.chars();
    while let Some(char) = chars.next() {
        if char != '\\' {
            value.push(char);
            continue;
        }
        match chars.next() {
            Some('b') => value.push('\u{8}'),
            Some('f') => value.push('\u{c}'),
            Some('n') => value.push('\n'),
            Some('r') => value.push('\r'),
            Some('t') => value.push('\t'),
            Some('u') => value.push(unescape_unit(&mut chars)),
            Some(other) => value.push(other),
            None => {}
        }
    }
    value
}

#[expect(
    clippy::arithmetic_side_effects,
    reason = "four hexadecimal digits fit in 16 bits"
)]
fn unescape_unit(chars: &mut std::str::Chars<'_>) -> char {
    let mut hex = |skip: usize| {
        let digits = chars.by_ref().skip(skip).take(4);
        digits.fold(0, |unit, digit| unit * 16 + digit.to_digit(16).unwrap_or(0))
    };
    let mut code = hex(0);
    if (0xd800..0xdc00).contains(&code) {
        let low = hex(2);
        code = 0x1_0000 + ((code - 0xd800) << 10) + (low & 0x3ff);
    }
    char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)
}

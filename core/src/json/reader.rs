//! The pass over the text.

use smallvec::SmallVec;

use super::duplicates::Names;
use super::escape::hex4;
use super::scan::Marks;
use super::{NotStrict, Object, Strict, Text, Value};

/// A position in the JSON text, and the limit of the nesting.
pub(super) struct Reader<'a> {
    text: &'a str,
    at: usize,
    marks: Marks,
    max_depth: usize,
}

/// An open array or object while nested values are skipped.
enum Frame<'a> {
    Array,
    Object { first_name: usize, seen: Names<'a> },
}

#[expect(
    clippy::arithmetic_side_effects,
    reason = "positions and depths never exceed the text's length, which fits in memory"
)]
impl<'a> Reader<'a> {
    pub(super) fn new(text: &'a str, max_depth: usize) -> Self {
        Self {
            text,
            at: 0,
            marks: Marks::none(),
            max_depth,
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    pub(super) fn next(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.at += 1;
        Some(byte)
    }

    pub(super) fn take(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    pub(super) fn expect(&mut self, byte: u8) -> Strict<()> {
        if self.take(byte) {
            Ok(())
        } else {
            Err(NotStrict)
        }
    }

    #[inline]
    pub(super) fn skip_space(&mut self) {
        // Compact JSON, nearly all there is, leaves after one comparison.
        while let Some(byte @ ..=b' ') = self.peek() {
            if !matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
                return;
            }
            self.at += 1;
        }
    }

    fn since(&self, start: usize) -> Strict<&'a str> {
        self.text.get(start..self.at).ok_or(NotStrict)
    }

    fn rest(&self) -> &'a [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    pub(super) fn end(&mut self) -> Strict<()> {
        self.skip_space();
        if self.at == self.text.len() {
            Ok(())
        } else {
            Err(NotStrict)
        }
    }

    /// Reads the outermost object into one that is empty: large as it is, it is never moved.
    pub(super) fn top_object(&mut self, object: &mut Object<'a>) -> Strict<()> {
        self.expect(b'{')?;
        if self.max_depth == 0 {
            return Err(NotStrict);
        }
        let mut seen = Names::default();
        self.skip_space();
        if self.take(b'}') {
            return Ok(());
        }
        loop {
            let name = self.name()?;
            seen.note(name, object.members.iter().map(|(name, _)| *name))?;
            let value = self.value(1)?;
            object.members.push((name, value));
            self.skip_space();
            match self.next() {
                Some(b',') => {}
                Some(b'}') => return Ok(()),
                _ => return Err(NotStrict),
            }
        }
    }

    /// A member's name and the colon behind it, up to the first byte of the value.
    #[inline(always)]
    pub(super) fn name(&mut self) -> Strict<Text<'a>> {
        self.skip_space();
        self.expect(b'"')?;
        let name = self.string()?;
        self.skip_space();
        self.expect(b':')?;
        self.skip_space();
        Ok(name)
    }

    /// A value inside `depth` open containers.
    #[inline(always)]
    pub(super) fn value(&mut self, depth: usize) -> Strict<Value<'a>> {
        if self.take(b'"') {
            return self.string().map(Value::String);
        }
        self.other_value(depth)
    }

    /// A value other than a string.
    #[inline(never)]
    fn other_value(&mut self, depth: usize) -> Strict<Value<'a>> {
        let start = self.at;
        match self.next() {
            Some(b'{') => {
                self.container(Frame::object(0), depth)?;
                self.since(start).map(Value::Object)
            }
            Some(b'[') => {
                self.array(depth)?;
                self.since(start).map(Value::Array)
            }
            Some(b't') => self.word(b"rue").map(|()| Value::Bool(true)),
            Some(b'f') => self.word(b"alse").map(|()| Value::Bool(false)),
            Some(b'n') => self.word(b"ull").map(|()| Value::Null),
            Some(first @ (b'-' | b'0'..=b'9')) => self.number(first, start).map(Value::Number),
            _ => Err(NotStrict),
        }
    }

    fn word(&mut self, rest: &[u8]) -> Strict<()> {
        if self.rest().starts_with(rest) {
            self.at += rest.len();
            Ok(())
        } else {
            Err(NotStrict)
        }
    }

    /// Checks everything inside an array whose opening byte has just been read.
    fn array(&mut self, depth: usize) -> Strict<()> {
        let inside = self.at;
        // One of nothing but strings needs no note of what is open. Any other is read once more.
        loop {
            self.skip_space();
            if !self.take(b'"') {
                self.at = inside;
                return self.container(Frame::Array, depth);
            }
            self.string()?;
            self.skip_space();
            match self.next() {
                Some(b',') => {}
                Some(b']') if depth < self.max_depth => return Ok(()),
                _ => return Err(NotStrict),
            }
        }
    }

    /// Checks everything inside a container whose opening byte has just been read.
    fn container(&mut self, outermost: Frame<'a>, depth: usize) -> Strict<()> {
        let mut open: SmallVec<[Frame<'a>; 8]> = SmallVec::new();
        let mut names: SmallVec<[Text<'a>; 16]> = SmallVec::new();
        let mut opened = Some(outermost);
        loop {
            // The start of a container: an empty one closes at once.
            if let Some(frame) = opened.take() {
                if depth + open.len() >= self.max_depth {
                    return Err(NotStrict);
                }
                self.skip_space();
                let empty = self.take(frame.closing());
                open.push(frame);
                if empty && self.close(&mut open, &mut names)? {
                    return Ok(());
                }
            }
            let Some(frame) = open.last_mut() else {
                return Err(NotStrict);
            };
            if let Frame::Object { first_name, seen } = frame {
                let name = self.name()?;
                seen.note(name, names.iter().skip(*first_name).copied())?;
                names.push(name);
            }
            self.skip_space();
            match self.peek() {
                Some(b'{') => {
                    self.at += 1;
                    opened = Some(Frame::object(names.len()));
                    continue;
                }
                Some(b'[') => {
                    self.at += 1;
                    opened = Some(Frame::Array);
                    continue;
                }
                _ => self.value(0)?,
            };
            if self.after_value(&mut open, &mut names)? {
                return Ok(());
            }
        }
    }

    /// The comma or closing bytes behind a value; true when the outermost container has closed.
    fn after_value(
        &mut self,
        open: &mut SmallVec<[Frame<'a>; 8]>,
        names: &mut SmallVec<[Text<'a>; 16]>,
    ) -> Strict<bool> {
        self.skip_space();
        if self.take(b',') {
            return Ok(false);
        }
        let Some(frame) = open.last() else {
            return Err(NotStrict);
        };
        self.expect(frame.closing())?;
        self.close(open, names)
    }

    /// Leaves a container that has just been closed, and all those that close right behind it.
    fn close(
        &mut self,
        open: &mut SmallVec<[Frame<'a>; 8]>,
        names: &mut SmallVec<[Text<'a>; 16]>,
    ) -> Strict<bool> {
        loop {
            if let Some(Frame::Object { first_name, .. }) = open.pop() {
                names.truncate(first_name);
            }
            let Some(frame) = open.last() else {
                return Ok(true);
            };
            self.skip_space();
            if self.take(b',') {
                return Ok(false);
            }
            self.expect(frame.closing())?;
        }
    }

    /// Goes to the first quote, backslash or control character, or to the end.
    #[inline(always)]
    fn plain(&mut self) {
        self.at = self.marks.next(self.text.as_bytes(), self.at);
    }

    /// A string whose opening quote has been read.
    #[inline(always)]
    fn string(&mut self) -> Strict<Text<'a>> {
        let start = self.at;
        self.plain();
        if self.peek() != Some(b'"') {
            return self.escaped_string(start);
        }
        let raw = self.since(start)?;
        self.at += 1;
        let escaped = false;
        Ok(Text { raw, escaped })
    }

    /// The rest of a string that holds more than plain characters.
    #[cold]
    fn escaped_string(&mut self, start: usize) -> Strict<Text<'a>> {
        loop {
            match self.next() {
                Some(b'"') => {
                    let raw = self.text.get(start..self.at - 1).ok_or(NotStrict)?;
                    let escaped = true;
                    return Ok(Text { raw, escaped });
                }
                Some(b'\\') => self.escape()?,
                _ => return Err(NotStrict),
            }
            self.plain();
        }
    }

    fn escape(&mut self) -> Strict<()> {
        match self.next() {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => Ok(()),
            Some(b'u') => match self.hex4()? {
                0xd800..=0xdbff => {
                    self.expect(b'\\')?;
                    self.expect(b'u')?;
                    match self.hex4()? {
                        0xdc00..=0xdfff => Ok(()),
                        _ => Err(NotStrict),
                    }
                }
                0xdc00..=0xdfff => Err(NotStrict),
                _ => Ok(()),
            },
            _ => Err(NotStrict),
        }
    }

    fn hex4(&mut self) -> Strict<u32> {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let unit = hex4(rest).ok_or(NotStrict)?;
        self.at += 4;
        Ok(unit)
    }

    fn digits(&mut self) -> usize {
        let count = self
            .rest()
            .iter()
            .take_while(|byte| byte.is_ascii_digit())
            .count();
        self.at += count;
        count
    }

    fn number(&mut self, first: u8, start: usize) -> Strict<&'a str> {
        let leading = if first == b'-' {
            self.next().ok_or(NotStrict)?
        } else {
            first
        };
        match leading {
            b'0' => {}
            b'1'..=b'9' => {
                self.digits();
            }
            _ => return Err(NotStrict),
        }
        if self.take(b'.') && self.digits() == 0 {
            return Err(NotStrict);
        }
        let exponent = matches!(self.peek(), Some(b'e' | b'E'));
        if exponent {
            self.at += 1;
            if !self.take(b'+') {
                self.take(b'-');
            }
            if self.digits() == 0 {
                return Err(NotStrict);
            }
        }
        let number = self.since(start)?;
        // Fewer than 300 digits without an exponent always fit in a double.
        if (exponent || number.len() >= 300)
            && !number.parse::<f64>().is_ok_and(|value| value.is_finite())
        {
            return Err(NotStrict);
        }
        Ok(number)
    }
}

impl Frame<'_> {
    fn object(first_name: usize) -> Self {
        Self::Object {
            first_name,
            seen: Names::default(),
        }
    }

    fn closing(&self) -> u8 {
        match self {
            Self::Array => b']',
            Self::Object { .. } => b'}',
        }
    }
}

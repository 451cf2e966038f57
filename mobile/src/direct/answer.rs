//! What comes back: a row of fields in memory that the caller lent.

use std::cell::Cell;

use jotkit::{Unverified, Verified};

use crate::failure::Report;

/// Memory for an answer. It may be the very memory that a call's bytes came in: it is written when they are done with.
#[derive(Clone, Copy)]
pub(super) struct Room {
    start: *mut u8,
    size: usize,
}

impl Room {
    /// The room that a caller lends for a call.
    ///
    /// # Safety
    /// There are `size` bytes at this address that nothing else uses until the call is over.
    pub(super) unsafe fn lent(address: u64, size: u64) -> Self {
        match (usize::try_from(address), usize::try_from(size)) {
            (Ok(address), Ok(size)) if address != 0 => Self {
                start: std::ptr::with_exposed_provenance_mut(address),
                size,
            },
            _ => Self::none(),
        }
    }

    const fn none() -> Self {
        Self {
            start: std::ptr::null_mut(),
            size: 0,
        }
    }
}

/// Writes fields one after the other. What does not fit is only counted.
pub(super) struct Writer {
    room: Room,
    length: usize,
}

impl Writer {
    const fn new(room: Room) -> Self {
        Self { room, length: 0 }
    }

    /// Bytes as they are.
    fn raw(&mut self, bytes: &[u8]) {
        let end = self.length.saturating_add(bytes.len());
        if end <= self.room.size {
            // SAFETY: the room holds at least `end` bytes, which nobody else uses, so they are not `bytes` either.
            unsafe {
                let to = self.room.start.add(self.length);
                std::ptr::copy_nonoverlapping(bytes.as_ptr(), to, bytes.len());
            }
        }
        self.length = end;
    }

    /// A field that is not there: the length that no field has.
    fn nothing(&mut self) {
        self.raw(&u32::MAX.to_le_bytes());
    }

    /// A field: the length of a text in four bytes, then the text.
    pub(super) fn text(&mut self, text: &str) {
        // Nothing that crosses comes near four gigabytes; a field that did would be one that is not there.
        match u32::try_from(text.len()) {
            Ok(length) if length != u32::MAX => {
                self.raw(&length.to_le_bytes());
                self.raw(text.as_bytes());
            }
            _ => self.nothing(),
        }
    }

    /// A field that may be absent.
    pub(super) fn optional(&mut self, text: Option<&str>) {
        match text {
            Some(text) => self.text(text),
            None => self.nothing(),
        }
    }
}

/// What can be an answer.
pub(super) trait Answer {
    /// Writes its fields, in the order in which the packages read them.
    fn write(&self, to: &mut Writer);
}

impl Answer for Verified {
    fn write(&self, to: &mut Writer) {
        to.text(self.header().json());
        to.text(self.payload());
    }
}

impl Answer for Unverified {
    fn write(&self, to: &mut Writer) {
        to.text(self.header().json());
        to.text(self.payload());
    }
}

impl Answer for String {
    fn write(&self, to: &mut Writer) {
        to.text(self);
    }
}

impl Answer for Report {
    fn write(&self, to: &mut Writer) {
        to.text(&self.code);
        to.text(&self.kind);
        to.optional(self.claim.as_deref());
        to.text(&self.text);
        to.optional(self.status.map(|status| status.to_string()).as_deref());
        to.optional(self.body.as_deref());
    }
}

/// What waits for its reader is an answer already.
impl Answer for Vec<u8> {
    fn write(&self, to: &mut Writer) {
        to.raw(self);
    }
}

thread_local! {
    /// The answer that did not fit, until the same thread comes back for it with enough room.
    static WAITING: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// Writes an answer and gives its length. One that is longer than the room waits.
pub(super) fn give(answer: &impl Answer, room: Room) -> i64 {
    let mut writer = Writer::new(room);
    answer.write(&mut writer);
    let length = writer.length;
    if length > room.size {
        WAITING.set(whole(answer, length));
    }
    i64::try_from(length).unwrap_or(i64::MAX)
}

/// Takes what waits.
pub(super) fn waiting() -> Vec<u8> {
    WAITING.take()
}

fn whole(answer: &impl Answer, length: usize) -> Vec<u8> {
    let mut bytes = vec![0; length];
    let start = bytes.as_mut_ptr();
    answer.write(&mut Writer::new(Room {
        start,
        size: length,
    }));
    bytes
}

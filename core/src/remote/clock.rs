//! Spans of a clock that may be set back.

use super::Millis;

/// A span that holds while the clock is less than its length away from its start, before or after:
/// a small step back changes nothing, and a large one ends it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Span {
    pub(super) start: Millis,
    pub(super) length: Millis,
}

impl Span {
    pub(super) fn holds(self, now: Millis) -> bool {
        let away = now.saturating_sub(self.start);
        away.saturating_abs() < self.length
    }

    pub(super) fn end(self) -> Millis {
        self.start.saturating_add(self.length)
    }
}

/// Permits for requests: full at first, one back for each cooldown since it stopped being full.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bucket {
    permits: Millis,
    since: Millis,
}

impl Bucket {
    pub(super) fn full(burst: Millis) -> Self {
        Self {
            permits: burst,
            since: 0,
        }
    }

    /// Gains what is due. One that would take more than twice `burst` cooldowns to fill, because
    /// the clock was set back, is taken to be full.
    fn refill(&mut self, now: Millis, burst: Millis, cooldown: Millis) {
        let gained = now.saturating_sub(self.since).max(0).div_euclid(cooldown);
        if self.permits.saturating_add(gained) >= burst {
            self.permits = burst;
            return;
        }
        self.permits = self.permits.saturating_add(gained);
        self.since = self.since.saturating_add(gained.saturating_mul(cooldown));
        let missing = burst.saturating_sub(self.permits).saturating_mul(cooldown);
        let until_full = self.since.saturating_add(missing).saturating_sub(now);
        if until_full > burst.saturating_mul(cooldown).saturating_mul(2) {
            self.permits = burst;
        }
    }

    pub(super) fn has_permit(&mut self, now: Millis, burst: Millis, cooldown: Millis) -> bool {
        self.refill(now, burst, cooldown);
        self.permits > 0
    }

    /// Takes a permit if there is one.
    pub(super) fn take(&mut self, now: Millis, burst: Millis, cooldown: Millis) {
        self.refill(now, burst, cooldown);
        if self.permits == burst {
            self.since = now;
        }
        self.permits = self.permits.saturating_sub(1).max(0);
    }
}

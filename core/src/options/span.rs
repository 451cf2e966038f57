//! Spans of time in options: whole numbers of a unit, or a [`Duration`].

use std::time::Duration;

/// What no option accepts, so that a span that is not whole is refused as one out of range.
const NOT_WHOLE: u64 = u64::MAX;

/// A span in whole seconds: a number, or a [`Duration`] without a fraction.
///
/// A duration with a fraction of a second is refused where its option is checked, as any number out
/// of range.
///
/// ```
/// use std::time::Duration;
/// use jotkit::Policy;
///
/// assert_eq!(Policy::new().leeway(60), Policy::new().leeway(Duration::from_secs(60)));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seconds(Option<u64>);

impl Seconds {
    pub(crate) const fn whole(self) -> Option<u64> {
        self.0
    }
}

impl From<u64> for Seconds {
    fn from(seconds: u64) -> Self {
        Self(Some(seconds))
    }
}

impl From<Option<u64>> for Seconds {
    /// `None` is as if the option was not given.
    fn from(seconds: Option<u64>) -> Self {
        Self(seconds)
    }
}

impl From<Duration> for Seconds {
    fn from(span: Duration) -> Self {
        let whole = span.subsec_nanos() == 0;
        Self(Some(if whole { span.as_secs() } else { NOT_WHOLE }))
    }
}

/// A span in whole milliseconds: a number, or a [`Duration`] without a smaller fraction, which is
/// refused as in [`Seconds`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Milliseconds(u64);

impl Milliseconds {
    pub(crate) const fn whole(self) -> Option<u64> {
        Some(self.0)
    }
}

impl From<u64> for Milliseconds {
    fn from(milliseconds: u64) -> Self {
        Self(milliseconds)
    }
}

impl From<Duration> for Milliseconds {
    fn from(span: Duration) -> Self {
        let whole = span.subsec_nanos().is_multiple_of(1_000_000);
        let milliseconds = u64::try_from(span.as_millis()).unwrap_or(NOT_WHOLE);
        Self(if whole { milliseconds } else { NOT_WHOLE })
    }
}

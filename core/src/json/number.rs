//! The exact value of a JSON number.

use std::fmt;

/// A number as its decimal digits, so that values beyond a double's precision stay apart: `1`,
/// `1.0` and `10e-1` are equal, 2^53 and 2^53 + 1 are not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Decimal {
    negative: bool,
    /// Without zeros at either end; empty for zero.
    digits: String,
    /// The power of ten of the last digit.
    exponent: i64,
}

impl Decimal {
    /// Reads a number that the reader has found well formed (RFC 8259 §6); `None` if its exponent
    /// is beyond 64 bits.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let (negative, text) = match text.strip_prefix('-') {
            Some(magnitude) => (true, magnitude),
            None => (false, text),
        };
        let (mantissa, exponent) = match text.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, exponent.parse().ok()?),
            None => (text, 0_i64),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let all = [whole, fraction].concat();
        let digits = all.trim_end_matches('0');
        let dropped = i64::try_from(all.len().checked_sub(digits.len())?).ok()?;
        let exponent = exponent
            .checked_sub(i64::try_from(fraction.len()).ok()?)?
            .checked_add(dropped)?;
        let digits = digits.trim_start_matches('0');
        Some(if digits.is_empty() {
            Self::default()
        } else {
            Self {
                negative,
                digits: digits.to_owned(),
                exponent,
            }
        })
    }

    /// Whether the magnitude is at most this.
    pub(crate) fn is_within(&self, most: u64) -> bool {
        let length = i64::try_from(self.digits.len()).unwrap_or(i64::MAX);
        let whole_digits = length.saturating_add(self.exponent);
        if whole_digits <= 0 {
            return true;
        }
        // Longer than any 64-bit number.
        if whole_digits > 20 {
            return false;
        }
        let whole_digits = usize::try_from(whole_digits).unwrap_or(usize::MAX);
        let whole = match self.digits.get(..whole_digits) {
            Some(whole) => whole.to_owned(),
            None => format!("{:0<whole_digits$}", self.digits),
        };
        let whole: u128 = whole.parse().unwrap_or(u128::MAX);
        let most = u128::from(most);
        whole < most || (whole == most && self.exponent >= 0)
    }
}

impl Decimal {
    /// The value, if it is a whole number of 64 bits.
    pub(crate) fn whole(&self) -> Option<i64> {
        let zeros = usize::try_from(self.exponent).ok().filter(|n| *n < 20)?;
        let sign = if self.negative { "-" } else { "" };
        format!("{sign}{}{:0<zeros$}", self.digits, "")
            .parse()
            .ok()
            .or(self.digits.is_empty().then_some(0))
    }
}

/// As JSON writes it, with an exponent.
impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.negative { "-" } else { "" };
        match self.digits.as_str() {
            "" => f.write_str("0"),
            digits => write!(f, "{sign}{digits}e{}", self.exponent),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Decimal;

    #[test]
    fn is_written_as_the_number_that_it_was_read_from() {
        for text in ["0", "-1200", "0.5", "-1.25e-7", "9007199254740991", "1e300"] {
            let decimal = read(text);
            assert_eq!(read(&decimal.to_string()), decimal, "{text}");
        }
        assert_eq!(read("-1200").whole(), Some(-1200));
        assert_eq!(read("0").whole(), Some(0));
        assert_eq!(read("9223372036854775808").whole(), None);
        assert_eq!(read("0.5").whole(), None);
        assert_eq!(read("1e300").whole(), None);
    }

    fn read(text: &str) -> Decimal {
        Decimal::read(text).unwrap()
    }

    #[test]
    fn a_value_has_one_form() {
        for spellings in [
            &["1", "1.0", "1.00", "10e-1", "0.1e1", "1E0", "1e+0"][..],
            &["0", "-0", "0.0", "0e9", "-0.0e-9"],
            &["-1200", "-12e2", "-1.2e3", "-1200.0"],
            &["18446744073709551616", "1.8446744073709551616e19"],
        ] {
            for spelling in spellings {
                assert_eq!(read(spelling), read(spellings[0]), "{spelling}");
            }
        }
    }

    #[test]
    fn values_beyond_a_double_stay_apart() {
        for (one, other) in [
            ("18446744073709551616", "18446744073709551617"),
            ("9007199254740992", "9007199254740993"),
            ("0.1", "0.10000000000000001"),
            ("1e-400", "0"),
            ("1", "-1"),
            ("1", "10"),
        ] {
            assert_ne!(read(one), read(other), "{one}");
        }
        assert_eq!(Decimal::read("1e99999999999999999999"), None);
        assert_eq!(Decimal::read("0.1e-9223372036854775808"), None);
    }

    #[test]
    fn a_magnitude_is_compared_exactly() {
        let most = 1 << 53;
        for within in [
            "0",
            "-1",
            "0.5",
            "1e-400",
            "9007199254740992",
            "-9007199254740992.0",
            "9e15",
            "9007199254740991.999999999999999999",
            "1e15",
        ] {
            assert!(read(within).is_within(most), "{within}");
        }
        for beyond in [
            "9007199254740993",
            "9007199254740992.000000000000000001",
            "1e16",
            "-1e300",
            "18446744073709551616",
            "100000000000000000000000000000000000000000",
        ] {
            assert!(!read(beyond).is_within(most), "{beyond}");
        }
    }
}

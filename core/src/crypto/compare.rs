//! The one comparison for secrets.

/// Compares without telling by its duration where two byte strings differ.
///
/// The lengths are not hidden: whoever sends a value knows its length already.
pub(crate) fn equal(left: &[u8], right: &[u8]) -> bool {
    aws_lc_rs::constant_time::verify_slices_are_equal(left, right).is_ok()
}

#[cfg(test)]
mod tests {
    use super::equal;

    #[test]
    fn tells_equal_from_different() {
        assert!(equal(b"", b""));
        assert!(equal(b"state", b"state"));
        for other in [&b"statf"[..], b"Xtate", b"stat", b"state ", b""] {
            assert!(!equal(b"state", other));
            assert!(!equal(other, b"state"));
        }
    }
}

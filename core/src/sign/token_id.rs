//! Fresh `jti` values.

use crate::crypto;
use crate::error::Result;

/// A random UUID, version 4 (RFC 9562 §5.4): 122 random bits.
pub(crate) fn random() -> Result<String> {
    let mut bytes = [0; 16];
    crypto::random(&mut bytes)?;
    let bits = u128::from_be_bytes(bytes);
    let version = 0x4 << 76;
    let variant = 0x8 << 60;
    let bits = (bits & !(0xf << 76) & !(0xc << 60)) | version | variant;
    let hex = format!("{bits:032x}");
    let parts = [0..8, 8..12, 12..16, 16..20, 20..32];
    let parts: Vec<&str> = parts.into_iter().filter_map(|part| hex.get(part)).collect();
    Ok(parts.join("-"))
}

#[cfg(test)]
mod tests {
    #[test]
    fn is_a_version_4_uuid_and_never_the_same() {
        let mut seen = std::collections::HashSet::new();
        for _ in 0..1000 {
            let id = super::random().unwrap();
            let groups: Vec<usize> = id.split('-').map(str::len).collect();
            assert_eq!(groups, [8, 4, 4, 4, 12]);
            assert_eq!(id.as_bytes()[14], b'4');
            assert!(b"89ab".contains(&id.as_bytes()[19]));
            assert!(seen.insert(id));
        }
    }
}

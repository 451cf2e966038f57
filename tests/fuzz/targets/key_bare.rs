//! A key without a format. An input is a byte that chooses the constructor, one that chooses the
//! algorithm, and the key.
#![no_main]

use jotkit::Key;
use jotkit_fuzz::imported;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let [form, choice, bytes @ ..] = input else {
        return;
    };
    let options = imported::options(*choice);
    let (key, is_private) = match form.wrapping_sub(b'A') % 4 {
        0 => (Key::from_ec_point(bytes, &options), false),
        1 => (Key::from_ec_scalar(bytes, &options), true),
        2 => (Key::from_ed25519_public(bytes, &options), false),
        _ => (Key::from_ed25519_private(bytes, &options), true),
    };
    if let Some(key) = imported::check(key) {
        assert_eq!(key.is_private(), is_private);
    }
});

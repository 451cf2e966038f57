//! Writes the Swift and Kotlin sources between the library and the hand-written
//! packages.

fn main() {
    uniffi::uniffi_bindgen_main();
}

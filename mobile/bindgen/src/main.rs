//! Writes the Swift and Kotlin sources that stand between the library and the hand-written packages.

fn main() {
    uniffi::uniffi_bindgen_main();
}

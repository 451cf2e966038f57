//! Sets the linker's options for a Node addon.

fn main() {
    napi_build::setup();
}

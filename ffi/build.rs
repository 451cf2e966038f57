//! Sets the name (soname) by which programs find the shared library.

use std::env;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    // Before 1.0 a new second number may change the interface.
    let number = |name| env::var(name).unwrap_or_default();
    let interface = match (
        number("CARGO_PKG_VERSION_MAJOR"),
        number("CARGO_PKG_VERSION_MINOR"),
    ) {
        (major, minor) if major == "0" => format!("{major}.{minor}"),
        (major, _) => major,
    };
    let argument = match env::var("CARGO_CFG_TARGET_OS").as_deref() {
        Ok("linux" | "android" | "freebsd" | "netbsd" | "openbsd") => {
            format!("-Wl,-soname,libjotkit.so.{interface}")
        }
        Ok("macos" | "ios") => {
            format!("-Wl,-install_name,@rpath/libjotkit.{interface}.dylib")
        }
        _ => return,
    };
    println!("cargo:rustc-cdylib-link-arg={argument}");
}

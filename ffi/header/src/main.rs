//! Writes the C header of jotkit to the file that is named: `jotkit-header CRATE_DIRECTORY FILE`.

use std::env;
use std::error::Error;
use std::path::Path;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [binding, header] = arguments.as_slice() else {
        return Err("usage: jotkit-header CRATE_DIRECTORY FILE".into());
    };
    let config = cbindgen::Config::from_file(Path::new(binding).join("header/cbindgen.toml"))?;
    // Without the dependencies' sources: nothing of theirs is in the interface.
    let bindings = cbindgen::Builder::new()
        .with_config(config)
        .with_crate(binding)
        .generate()?;
    bindings.write_to_file(header);
    Ok(())
}

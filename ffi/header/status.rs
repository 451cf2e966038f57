//! Writes `src/status.rs` from the core's table of codes, to standard output.

use jotkit::Code;

fn main() {
    println!("//! The statuses. Written by `.ci/c gen` from the core's table of codes.");
    println!(
        "#![expect(\n    non_camel_case_types,\n    reason = \"the names are those of the header\"\n)]\n"
    );
    println!("use crate::error::{{Row, Status}};\n");
    println!("/// Success.\npub(crate) const JOTKIT_OK: Status = 0;\n");
    println!("/// The numbers that a `jotkit_status` can be.");
    println!("#[repr(i32)]\npub enum Code {{");
    println!("    /// Success.\n    JOTKIT_OK = 0,");
    for code in Code::ALL {
        let name = code.as_str().to_uppercase();
        println!(
            "    /// {}\n    JOTKIT_{name} = {},",
            code.sentence(),
            code.number()
        );
    }
    println!("}}\n");
    println!("/// What there is to say about each.\npub(crate) const TABLE: &[Row] = &[");
    row(0, "ok", "ok", "Success.");
    for code in Code::ALL {
        row(
            code.number(),
            code.as_str(),
            code.kind().as_str(),
            code.sentence(),
        );
    }
    println!("];");
}

fn row(number: i32, code: &str, kind: &str, message: &str) {
    println!("    Row {{");
    println!("        number: {number},\n        code: c{code:?},\n        kind: c{kind:?},");
    println!("        message: c{message:?},\n    }},");
}

//! What callgrind wrote, reduced to what can be compared between machines.
//!
//! The crypto library chooses its code by the processor, and the C library belongs to the system.
//! So only instructions of Rust functions of the program itself are counted, and how often these
//! call the crypto library. A second parse of a key, say, would show in the calls though its
//! instructions are not counted.

/// What some operations cost.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Cost {
    /// Instructions of Rust functions.
    pub instructions: u64,
    /// Calls of Rust functions into the crypto library.
    pub crypto_calls: u64,
}

/// Sums up one part of a profile that was written with `--compress-strings=no` and
/// `--compress-pos=no`, for the program whose path ends in `program`.
#[must_use]
pub fn cost(profile: &str, program: &str) -> Cost {
    let mut sum = Cost::default();
    let (mut object, mut function) = ("", "");
    let (mut called_object, mut called) = (None, "");
    let mut lines = profile.lines();
    while let Some(line) = lines.next() {
        if let Some(name) = line.strip_prefix("ob=") {
            object = name;
        } else if let Some(name) = line.strip_prefix("fn=") {
            function = name;
        } else if let Some(name) = line.strip_prefix("cob=") {
            called_object = Some(name);
        } else if let Some(name) = line.strip_prefix("cfn=") {
            called = name;
        } else if let Some(calls) = line.strip_prefix("calls=") {
            let callee = called_object.take().unwrap_or(object);
            let crypto = callee.ends_with(program) && !is_rust(called);
            if object.ends_with(program) && is_rust(function) && crypto {
                sum.crypto_calls += number(calls);
            }
            // The next line is what the call cost in all, which its own functions tell too.
            lines.next();
        } else if line.starts_with(|first: char| first.is_ascii_digit())
            && object.ends_with(program)
            && is_rust(function)
        {
            sum.instructions += line.split_once(' ').map_or(0, |(_, cost)| number(cost));
        }
    }
    sum
}

/// Rust's names are paths; those of C and assembly are not.
fn is_rust(function: &str) -> bool {
    function.contains("::")
}

fn number(text: &str) -> u64 {
    let digits = text.split(' ').next().unwrap_or_default();
    digits.parse().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_the_program_s_own_rust_and_its_calls_into_c() {
        let profile = "\
events: Ir
ob=/t/program
fl=???
fn=jotkit::verify
0 100
0 20
cfn=jotkit::json
calls=2 0
0 5000
cfn=aws_lc_0_1_HMAC_Update
calls=3 0
0 7000
cob=/lib/libc.so.6
cfn=malloc
calls=4 0
0 400
cfn=sha256_block
calls=5 0
0 1

fn=aws_lc_0_1_HMAC_Update
0 3000
cfn=aws_lc_0_1_SHA256_Update
calls=6 0
0 60

ob=/lib/libc.so.6
fn=malloc
0 400

ob=/t/program
fn=<jotkit::json::Reader as core::iter::Iterator>::next
0 7
";
        let expected = Cost {
            instructions: 127,
            crypto_calls: 8,
        };
        assert_eq!(cost(profile, "program"), expected);
        assert_eq!(cost(profile, "another"), Cost::default());
    }
}

//! Many verifies, and the memory of the process.

use std::fs;
use std::hint::black_box;

use crate::Result;
use crate::own::{policy, verifier};
use crate::work::Work;

/// Resident bytes after the first tenth of a mixed run and at its end.
pub fn run(work: &Work, count: u64) -> Result<(u64, u64)> {
    let hmac = verifier(work, "HS256", policy(work))?;
    let ecdsa = verifier(work, "ES256", policy(work))?;
    let tokens = [
        work.token("verify-HS256")?,
        work.token("refuse-expired")?,
        work.token("refuse-signature")?,
        work.token("refuse-garbage")?,
    ];
    let signed = work.token("verify-ES256")?;
    let mut start = 0;
    for (index, token) in (0..count).zip(tokens.iter().cycle()) {
        if index == count / 10 {
            start = resident()?;
        }
        let _ = match index % 64 {
            63 => black_box(ecdsa.verify(&signed)),
            _ => black_box(hmac.verify(token)),
        };
    }
    Ok((start, resident()?))
}

fn resident() -> Result<u64> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.and_then(|line| line.trim().strip_suffix("kB"));
    let kilobytes: u64 = kilobytes.ok_or("no VmRSS")?.trim().parse()?;
    Ok(kilobytes * 1024)
}

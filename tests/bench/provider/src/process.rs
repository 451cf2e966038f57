//! What processes have used, by /proc.

use std::fs;

use crate::Result;

/// Microseconds of a tick of the kernel's clock, as Linux shows it to programs.
const TICK: f64 = 10_000.0;

/// The time on processors of all these processes, in microseconds.
pub fn busy(pids: &[u32]) -> Result<f64> {
    let mut ticks = 0_u64;
    for pid in pids {
        let stat = fs::read_to_string(format!("/proc/{pid}/stat"))?;
        // The name before the last bracket may have blanks. `utime` and `stime` are 14 and 15.
        let (_, rest) = stat.rsplit_once(") ").ok_or("no stat")?;
        for word in rest.split(' ').skip(11).take(2) {
            ticks += word.parse::<u64>()?;
        }
    }
    Ok(ticks as f64 * TICK)
}

/// The memory of all these processes that is in use, in KiB.
pub fn resident(pids: &[u32]) -> Result<u64> {
    let mut sum = 0;
    for pid in pids {
        let status = fs::read_to_string(format!("/proc/{pid}/status"))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let line = line.ok_or("no VmRSS")?.trim().trim_end_matches(" kB");
        sum += line.parse::<u64>()?;
    }
    Ok(sum)
}

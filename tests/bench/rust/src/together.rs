//! What several threads do at the same time: operations in a fixed time, not the time of so many
//! operations, so that a thread that starts late or ends late does not leave the others' cores idle
//! in what is counted.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, OnceLock};
use std::thread;
use std::time::{Duration, Instant};

use crate::case::{Batch, timed};

/// A case's threads. One thread is measured just as two are.
pub struct Together {
    threads: u32,
    batch: Batch,
    /// How many operations are done between two looks at the clock; not known before the first run.
    step: Option<u64>,
}

/// Opens when the last thread is at work.
struct Gate {
    missing: AtomicU32,
    opened: OnceLock<Instant>,
}

impl Gate {
    fn arrive(&self) {
        if self.missing.fetch_sub(1, Ordering::AcqRel) == 1 {
            let _ = self.opened.set(Instant::now());
        }
    }
}

impl Together {
    pub fn new(threads: u32, batch: &Batch) -> Self {
        Self {
            threads,
            batch: Arc::clone(batch),
            step: None,
        }
    }

    /// Nanoseconds by the operations of all threads, which work together for so long.
    pub fn run(&mut self, length: Duration) -> f64 {
        let step = *self.step.get_or_insert_with(|| step(&self.batch, length));
        let gate = Gate {
            missing: AtomicU32::new(self.threads),
            opened: OnceLock::new(),
        };
        let per_nanosecond: f64 = thread::scope(|scope| {
            let workers: Vec<_> = (0..self.threads)
                .map(|_| scope.spawn(|| rate(&self.batch, step, length, &gate)))
                .collect();
            let rates = workers.into_iter().filter_map(|worker| worker.join().ok());
            rates.sum()
        });
        1.0 / per_nanosecond
    }
}

/// A hundredth of the time or less, so that the end is met well.
fn step(batch: &Batch, length: Duration) -> u64 {
    let mut count = 1;
    while timed(batch, count) < length / 200 {
        count *= 2;
    }
    count
}

/// The operations of one thread by nanoseconds. It is at work before the others are ready.
fn rate(batch: &Batch, step: u64, length: Duration, gate: &Gate) -> f64 {
    batch(step);
    gate.arrive();
    let opened = loop {
        if let Some(opened) = gate.opened.get() {
            break *opened;
        }
        batch(step);
    };
    let start = Instant::now();
    let mut done = 0;
    loop {
        batch(step);
        done += step;
        if opened.elapsed() >= length {
            return done as f64 / start.elapsed().as_nanos() as f64;
        }
    }
}

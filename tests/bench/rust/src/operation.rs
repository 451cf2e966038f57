//! One thing to measure.

use std::fmt::Display;
use std::hint::black_box;
use std::sync::{Arc, Barrier};
use std::thread;
use std::time::Instant;

use serde_json::Value;

use crate::Result;

pub struct Operation {
    once: Box<dyn Fn() -> std::result::Result<Value, String>>,
    /// Runs so many times, and counts the errors. The loop is inside, so that an operation of a
    /// hundred nanoseconds does not pay for a call through a pointer.
    batch: Box<dyn Fn(u64) -> u64 + Sync>,
}

/// An operation, and what shows the result of it to the driver.
pub fn operation<T, E: Display>(
    operation: impl Fn() -> std::result::Result<T, E> + Send + Sync + 'static,
    show: impl Fn(T) -> Result<Value> + 'static,
) -> Result<Operation> {
    let operation = Arc::new(operation);
    let same = Arc::clone(&operation);
    Ok(Operation {
        once: Box::new(move || {
            let result = same().map_err(|error| error.to_string())?;
            show(result).map_err(|error| error.to_string())
        }),
        batch: Box::new(move |count| {
            (0..count)
                .map(|_| u64::from(black_box(operation()).is_err()))
                .sum()
        }),
    })
}

impl Operation {
    pub fn once(&self) -> std::result::Result<Value, String> {
        (self.once)()
    }

    /// Has each thread do it so many times: the nanoseconds of a thread, on average, and the number
    /// of errors.
    pub fn run(&self, count: u64, threads: usize) -> (f64, u64) {
        let (batch, together) = (&self.batch, Barrier::new(threads));
        let timed = || {
            together.wait();
            let start = Instant::now();
            let refused = batch(count);
            (start.elapsed().as_nanos() as f64, refused)
        };
        if threads == 1 {
            return timed();
        }
        thread::scope(|scope| {
            let workers: Vec<_> = (0..threads).map(|_| scope.spawn(timed)).collect();
            let done = workers
                .into_iter()
                .map(|worker| worker.join().expect("no batch panics"));
            let (ns, refused) = done.fold((0.0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
            (ns / threads as f64, refused)
        })
    }
}

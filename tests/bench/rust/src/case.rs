//! One thing to measure: a library at a work.

use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::Result;
use crate::together::Together;
use crate::work::version;

/// Runs an operation so many times. The loop is inside, so that an operation of a hundred
/// nanoseconds does not pay for a call through a pointer.
pub type Batch = Arc<dyn Fn(u64) + Send + Sync>;

pub struct Case {
    library: &'static str,
    version: &'static str,
    work: String,
    threads: Option<u32>,
    batch: Batch,
    together: Option<Together>,
    /// Nanoseconds of one operation, as the first run found them.
    estimate: Option<f64>,
}

/// What an operation gives back is checked once, and then only kept from being optimised away.
pub fn case<T>(
    (library, package): (&'static str, &str),
    work: impl Into<String>,
    operation: impl Fn() -> Result<T> + Send + Sync + 'static,
    check: impl Fn(&T) -> bool,
) -> Result<Case> {
    let work = work.into();
    if !check(&operation()?) {
        return Err(format!("{library} does something else at {work}").into());
    }
    Ok(Case {
        library,
        version: version(package),
        work,
        threads: None,
        batch: Arc::new(move |count| {
            for _ in 0..count {
                let _ = black_box(operation());
            }
        }),
        together: None,
        estimate: None,
    })
}

/// An operation that has to fail.
pub fn refusal<T>(
    library: (&'static str, &str),
    work: &str,
    operation: impl Fn() -> Result<T> + Send + Sync + 'static,
) -> Result<Case> {
    let refuses = move || Ok(operation().is_err());
    case(library, work, refuses, |refused| *refused)
}

/// Takes a case in, or says why it is left out.
pub fn add(cases: &mut Vec<Case>, name: &str, case: Result<Case>) {
    match case {
        Ok(case) => cases.push(case),
        Err(error) => eprintln!("rust: {name} is left out: {error}"),
    }
}

impl Case {
    /// The same operation under another work's name, on so many threads.
    pub fn on_threads(&self, work: &str, threads: u32) -> Self {
        Self {
            library: self.library,
            version: self.version,
            work: work.to_owned(),
            threads: Some(threads),
            batch: Arc::clone(&self.batch),
            together: Some(Together::new(threads, &self.batch)),
            estimate: None,
        }
    }

    pub fn listed(&self) -> Value {
        let mut listed =
            json!({"library": self.library, "version": self.version, "work": self.work});
        if let Some(threads) = self.threads {
            listed["threads"] = threads.into();
        }
        listed
    }

    /// Nanoseconds of one operation, over a batch of about so many milliseconds.
    pub fn run(&mut self, millis: u64) -> f64 {
        if let Some(together) = &mut self.together {
            return together.run(Duration::from_millis(millis));
        }
        let length = millis as f64 * 1e6;
        let estimate = *self
            .estimate
            .get_or_insert_with(|| estimate(&self.batch, length));
        let count = (length / estimate).max(1.0) as u64;
        timed(&self.batch, count).as_nanos() as f64 / count as f64
    }
}

/// Doubles the count until a batch is long enough to be timed.
fn estimate(batch: &Batch, length: f64) -> f64 {
    let mut count = 1;
    loop {
        let ns = timed(batch, count).as_nanos() as f64;
        if ns > length / 4.0 {
            return ns / count as f64;
        }
        count *= 2;
    }
}

/// How long so many operations take.
pub fn timed(batch: &Batch, count: u64) -> Duration {
    let start = Instant::now();
    batch(count);
    start.elapsed()
}

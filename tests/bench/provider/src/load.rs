//! Sends refreshes and codes to authorization servers, which take turns. measure.py starts them.
//!
//! `provider_load rates PLAN` and `provider_load memory PLAN` print JSON.

mod http;
mod person;
mod process;

use std::error::Error;
use std::rc::Rc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use std::{env, fs};

use person::{Person, Server};
use serde::{Deserialize, Serialize};
use tokio::task::{LocalSet, spawn_local};

pub type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// The first part of a turn, which is not counted: what lay idle gets warm.
const WARM_UP: Duration = Duration::from_millis(300);
/// How often memory is looked at.
const SAMPLES: u64 = 20;
/// A person's codes in one turn: a few even of the slowest server, in time for all to be minted.
const CODES: std::ops::RangeInclusive<usize> = 4..=200;

/// What to do.
#[derive(Deserialize)]
struct Plan {
    rounds: usize,
    /// How long each server is asked in each round.
    seconds: f64,
    /// How many refreshes `memory` makes.
    refreshes: u64,
    servers: Vec<Server>,
}

/// What came of one server's rounds.
#[derive(Serialize, Default)]
struct Measured {
    /// Requests per second, of each round.
    refresh: Vec<f64>,
    exchange: Vec<f64>,
    /// Microseconds of the server's time on processors for one refresh.
    busy: Vec<f64>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let arguments: Vec<String> = env::args().collect();
    let [_, what, path] = arguments.as_slice() else {
        return Err("usage: provider_load rates|memory PLAN".into());
    };
    let plan: Plan = serde_json::from_str(&fs::read_to_string(path)?)?;
    let here = LocalSet::new();
    let done = here.run_until(async {
        match what.as_str() {
            "rates" => rates(&plan).await,
            "memory" => memory(&plan).await,
            _ => Err("there are rates and memory".into()),
        }
    });
    println!("{}", done.await?);
    Ok(())
}

async fn rates(plan: &Plan) -> Result<String> {
    let mut crowds = Vec::new();
    for server in &plan.servers {
        crowds.push((server, enter(server).await?, Measured::default()));
    }
    for round in 0..plan.rounds {
        for (server, people, measured) in &mut crowds {
            let warm = Instant::now() + WARM_UP;
            *people = until(std::mem::take(people), warm).await?.0;
            let busy = process::busy(&server.pids)?;
            let end = Instant::now() + Duration::from_secs_f64(plan.seconds);
            let (back, count, rate) = until(std::mem::take(people), end).await?;
            measured.refresh.push(rate);
            let busy = process::busy(&server.pids)? - busy;
            measured.busy.push(busy / count as f64);

            let codes = (rate * plan.seconds / back.len() as f64) as usize;
            let codes = codes.clamp(*CODES.start(), *CODES.end());
            let (back, _) = all(back, async move |person| {
                person.fetch_codes(codes).await?;
                Ok(0)
            })
            .await?;
            let start = Instant::now();
            let (back, count) = all(back, async |person| {
                let mut count = 0;
                while person.exchange().await? {
                    count += 1;
                }
                Ok(count)
            })
            .await?;
            let rate = count as f64 / start.elapsed().as_secs_f64();
            measured.exchange.push(rate);
            *people = back;
            eprintln!(
                "round {round}, {}: {:.0} refreshes, {rate:.0} exchanges a second",
                server.name,
                measured.refresh.last().copied().unwrap_or_default(),
            );
        }
        // The next round goes backwards.
        crowds.reverse();
    }
    let results = crowds.iter();
    let results: serde_json::Map<_, _> = results
        .map(|(server, _, measured)| Ok((server.name.clone(), serde_json::to_value(measured)?)))
        .collect::<Result<_>>()?;
    Ok(serde_json::to_string(&results)?)
}

/// The memory of the first server while it refreshes, after a first share that is not counted.
async fn memory(plan: &Plan) -> Result<String> {
    let server = plan.servers.first().ok_or("no server")?;
    let mut people = enter(server).await?;
    let mut samples = Vec::new();
    let share = plan.refreshes / SAMPLES;
    for _ in 0..=SAMPLES {
        let left = Rc::new(AtomicU64::new(share));
        let (back, _) = all(people, async move |person| {
            while left
                .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| {
                    left.checked_sub(1)
                })
                .is_ok()
            {
                person.refresh().await?;
            }
            Ok(0)
        })
        .await?;
        people = back;
        samples.push(process::resident(&server.pids)?);
        eprintln!("{} KiB", samples.last().copied().unwrap_or_default());
    }
    Ok(serde_json::to_string(&samples)?)
}

async fn enter(server: &Server) -> Result<Vec<Person>> {
    let mut people = Vec::new();
    for number in 0..server.people.len() {
        people.push(Person::enter(server, number).await?);
    }
    Ok(people)
}

/// All refresh until then: the people, how many refreshes it were, and how many a second.
async fn until(people: Vec<Person>, end: Instant) -> Result<(Vec<Person>, u64, f64)> {
    let start = Instant::now();
    let (people, count) = all(people, async move |person| {
        let mut count = 0;
        while Instant::now() < end {
            person.refresh().await?;
            count += 1;
        }
        Ok(count)
    })
    .await?;
    Ok((people, count, count as f64 / start.elapsed().as_secs_f64()))
}

/// All do the same at the same time.
async fn all<F>(people: Vec<Person>, work: F) -> Result<(Vec<Person>, u64)>
where
    F: AsyncFn(&mut Person) -> Result<u64> + 'static,
{
    let work = Rc::new(work);
    let tasks: Vec<_> = people
        .into_iter()
        .map(|mut person| {
            let work = Rc::clone(&work);
            spawn_local(async move {
                let count = work(&mut person).await?;
                Ok::<_, Box<dyn Error>>((person, count))
            })
        })
        .collect();
    let (mut people, mut sum) = (Vec::new(), 0);
    for task in tasks {
        let (person, count) = task.await??;
        people.push(person);
        sum += count;
    }
    Ok((people, sum))
}

//! Keys behind a URL, against what must hold in any script. An input is a list of steps, a byte for
//! what happens and a byte for the time that passes before it.
//!
//! Never is more than one lease alive, nor a request sent in a pause after a failure or, for key
//! ids that a fresh set lacks, more often than the cooldown allows. A key that is known is never
//! refused because of a failing server, and one that left is never used.
#![no_main]

use std::sync::Arc;

use jotkit::remote::{Ask, Cause, Change, Fetch, Millis, RemoteKeys, Reply, Step};
use jotkit::{Code, Key, KeySet};
use libfuzzer_sys::fuzz_target;

const OPTIONS: &str = r#"{"jwks_url": "https://id.example/keys"}"#;
const LIFETIME: Millis = 600_000;
const STALE: Millis = 86_400_000;
const COOLDOWN: Millis = 30_000;
const BURST: Millis = 2;
const LEASE: Millis = 6_000;
const X: &str = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";

/// What the script knows of the keys.
#[derive(Default)]
struct Model {
    now: Millis,
    /// The kids of the set that was last read, and when.
    held: Option<(Vec<String>, Millis)>,
    /// The lease that is out, and when it was handed out.
    out: Option<(u64, Millis)>,
    /// The last lease that was ever handed out.
    last: u64,
    paused_until: Millis,
    /// When requests were sent for key ids that a fresh set lacks.
    unknown: Vec<Millis>,
    seed: Option<String>,
}

fuzz_target!(|input: &[u8]| {
    let keys = RemoteKeys::from_json(OPTIONS).expect("options");
    let mut model = Model {
        now: 1_800_000_000_000,
        ..Model::default()
    };
    for step in input.chunks_exact(2).take(100) {
        let [what, wait] = step else { return };
        // From milliseconds to hours.
        model.now += Millis::from(wait % 16) << (wait / 16 * 3 / 2);
        let argument = what / 8;
        match what % 8 {
            0..=2 => model.ask(&keys, argument % 4),
            3 | 4 => model.answer(&keys, argument),
            5 => model.answer_wrongly(&keys, argument),
            6 => model.seed = Some(keys.export()),
            _ => model.take_seed(&keys),
        }
        model.look(&keys);
    }
});

impl Model {
    fn age(&self) -> Option<Millis> {
        self.held.as_ref().map(|(_, since)| self.now - since)
    }

    fn leased(&self) -> bool {
        self.out.is_some_and(|(_, since)| self.now < since + LEASE)
    }

    fn ask(&mut self, keys: &RemoteKeys, kid: u8) {
        let kid = kid.to_string();
        let age = self.age().filter(|age| *age < LIFETIME + STALE);
        let known = self
            .held
            .as_ref()
            .is_some_and(|(kids, _)| kids.contains(&kid));
        let known = known && age.is_some();
        match keys.ask(&Ask::new().kid(&kid), self.now) {
            Step::Use(set) => {
                assert!(known);
                self.same(&set);
            }
            Step::UseAndFetch(set, fetch) => {
                assert!(known && age >= Some(LIFETIME * 8 / 10));
                self.same(&set);
                self.sent(&fetch);
            }
            Step::Fetch(fetch) => {
                assert!(!known);
                if age.is_some_and(|age| age < LIFETIME * 8 / 10) {
                    self.unknown.push(self.now);
                    // Within any span, no more than the burst and one for each cooldown.
                    for (place, first) in self.unknown.iter().rev().enumerate() {
                        let most = BURST + (self.now - first) / COOLDOWN + 1;
                        assert!(Millis::try_from(place + 1).expect("a few") <= most);
                    }
                }
                self.sent(&fetch);
            }
            Step::Wait { until, .. } => {
                assert!(!known && self.leased() && until > self.now && until <= self.now + LEASE);
            }
            Step::Refuse(error) => {
                assert!(!known);
                match error.code() {
                    Code::KeyUnknown => assert!(age.is_some()),
                    Code::KeysUnavailable => assert!(error.retry_at() > Some(self.now)),
                    code => panic!("{code}"),
                }
            }
            step => panic!("{step:?}"),
        }
    }

    /// A set in use is the one that was last read.
    fn same(&self, set: &Arc<KeySet>) {
        let kids = set.keys().filter_map(Key::kid);
        let held = self.held.as_ref().map(|(kids, _)| kids.as_slice());
        assert_eq!(
            Some(kids.collect::<Vec<_>>().as_slice()),
            held.map(|kids| { kids.iter().map(String::as_str).collect::<Vec<_>>() })
                .as_deref()
        );
    }

    fn sent(&mut self, fetch: &Fetch) {
        assert!(!self.leased(), "two leases");
        assert!(self.now >= self.paused_until, "a request in a pause");
        assert!(fetch.lease > self.last);
        self.last = fetch.lease;
        self.out = Some((fetch.lease, self.now));
    }

    fn answer(&mut self, keys: &RemoteKeys, argument: u8) {
        let Some((lease, since)) = self.out else {
            return;
        };
        let kids: Vec<String> = (0..4)
            .filter(|bit| argument & (1 << bit) != 0)
            .map(|bit: u8| bit.to_string())
            .collect();
        let list = kids
            .iter()
            .map(|kid| format!(r#"{{"kty":"OKP","crv":"Ed25519","x":"{X}","kid":"{kid}"}}"#));
        let body = format!(r#"{{"keys":[{}]}}"#, list.collect::<Vec<_>>().join(","));
        let change = keys.answer(lease, &Reply::new(200, body), self.now, 0);
        if self.now >= since + LEASE {
            assert_eq!(change, Change::Ignored);
        } else if kids.is_empty() {
            self.failed(&change);
        } else {
            assert!(matches!(
                change,
                Change::Replaced { .. } | Change::Unchanged { .. }
            ));
            self.held = Some((kids, self.now));
            self.out = None;
            self.paused_until = 0;
        }
    }

    fn answer_wrongly(&mut self, keys: &RemoteKeys, argument: u8) {
        // One that is not out, too.
        let lease = u64::from(argument % 2) + self.last;
        let reply = match argument / 2 % 8 {
            0 => Reply::Failed(Cause::Timeout),
            1 => Reply::Failed(Cause::Tls),
            2 => Reply::new(503, ""),
            3 => Reply::new(304, ""),
            4 => Reply::new(200, "{\"keys\":[]}"),
            5 => Reply::new(200, vec![0; 600_000]),
            6 => Reply::new(302, ""),
            _ => Reply::new(410, "{}"),
        };
        let out = self.out.is_some_and(|(out, _)| out == lease) && self.leased();
        let change = keys.answer(lease, &reply, self.now, u32::MAX);
        if out {
            self.failed(&change);
        } else {
            assert_eq!(change, Change::Ignored);
        }
    }

    fn failed(&mut self, change: &Change) {
        let Change::Failed { retry_at, .. } = change else {
            panic!("{change:?}");
        };
        assert!(*retry_at > self.now && *retry_at <= self.now + 600_000);
        self.paused_until = *retry_at;
        self.out = None;
    }

    fn take_seed(&mut self, keys: &RemoteKeys) {
        let Some(text) = &self.seed else { return };
        // It is of these keys and so never newer than what is held, unless nothing is.
        match keys.seed(text, self.now) {
            Ok(()) => {}
            Err(error) => assert_eq!(error.code(), Code::ArgumentInvalid),
        }
    }

    fn look(&self, keys: &RemoteKeys) {
        let status = keys.status(None, self.now).expect("one source");
        assert_eq!(
            status.keys.is_some(),
            self.age().is_some_and(|age| age < LIFETIME + STALE)
        );
        assert!(keys.wake_at(self.now).is_none_or(|at| at > 0));
        assert!(keys.events().len() <= 64);
        // A snapshot is one that a new process can take, as long as it can be used.
        let text = keys.export();
        let fresh = RemoteKeys::from_json(OPTIONS).expect("options");
        let seeded = fresh.seed(&text, self.now);
        assert_eq!(
            seeded.is_ok(),
            self.held.is_none() || status.keys.is_some(),
            "{text}"
        );
    }
}

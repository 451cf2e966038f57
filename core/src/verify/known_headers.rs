//! Headers that a verifier has read before it sees a token.
//!
//! Nearly all tokens of one issuer carry the same few header bytes. Those that fit the verifier's
//! keys are written and read once, when the verifier is made; a token's header segment is then only
//! compared. Any other header takes the ordinary way, to the same verdict.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::key_choice::Chooser;
use crate::algorithm::Algorithm;
use crate::base64url;
#[cfg(feature = "peers")]
use crate::json::MAX_DEPTH;
use crate::token::Header;
use crate::token::compact::Limits;

/// More keys than this are not prepared for: comparing would cost more than reading.
const MOST_KEYS: usize = 4;

/// Every verified token counts its use of a header. Threads that share a verifier do so on copies
/// of their own, as far as these go, so that they do not wait for each other's counts.
const COPIES: usize = 4;

/// Header segments and what they say.
pub(crate) struct KnownHeaders(Vec<(String, [Arc<Header>; COPIES])>);

impl KnownHeaders {
    /// Prepares the headers that common libraries write for these keys.
    pub(crate) fn for_keys(chooser: &Chooser, limits: &Limits) -> Self {
        let keys = chooser.keys();
        let mut known = Vec::new();
        for key in keys.iter().filter(|_| keys.len() <= MOST_KEYS) {
            let Some(alg) = key.algorithm() else { continue };
            let mut texts = without_kid(alg);
            if let Some(kid) = key.kid() {
                let kid = serde_json::Value::from(kid);
                texts.push(format!(r#"{{"alg":"{alg}","typ":"JWT","kid":{kid}}}"#));
                texts.push(format!(r#"{{"typ":"JWT","alg":"{alg}","kid":{kid}}}"#));
                texts.push(format!(r#"{{"alg":"{alg}","kid":{kid},"typ":"JWT"}}"#));
            }
            known.extend(prepared(&texts, limits.depth));
        }
        Self(known)
    }

    /// Prepares the headers without a `kid`, for any keys.
    #[cfg(feature = "peers")]
    pub(crate) fn of(algorithms: &[Algorithm]) -> Self {
        let known = algorithms
            .iter()
            .flat_map(|alg| prepared(&without_kid(*alg), MAX_DEPTH));
        Self(known.collect())
    }

    /// None at all, so that every header takes the ordinary way.
    #[cfg(test)]
    pub(crate) fn none() -> Self {
        Self(Vec::new())
    }

    pub(crate) fn get(&self, segment: &[u8]) -> Option<Arc<Header>> {
        let mut known = self.0.iter();
        let (_, copies) = known.find(|(known, _)| known.as_bytes() == segment)?;
        copies.get(own_copy()).cloned()
    }
}

fn without_kid(alg: Algorithm) -> Vec<String> {
    vec![
        format!(r#"{{"alg":"{alg}","typ":"JWT"}}"#),
        format!(r#"{{"typ":"JWT","alg":"{alg}"}}"#),
        format!(r#"{{"alg":"{alg}"}}"#),
    ]
}

/// Headers as segments, and read.
fn prepared(texts: &[String], depth: usize) -> Vec<(String, [Arc<Header>; COPIES])> {
    let prepare = |text: &String| {
        let segment = base64url::encode(text.as_bytes());
        let header = Header::read(segment.as_bytes(), depth).ok()?;
        let copies = std::array::from_fn(|_| Arc::new(header.clone()));
        Some((segment, copies))
    };
    texts.iter().filter_map(prepare).collect()
}

/// The place of the copy that this thread uses.
fn own_copy() -> usize {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    thread_local! {
        static OWN: usize = NEXT.fetch_add(1, Ordering::Relaxed) % COPIES;
    }
    OWN.with(|place| *place)
}

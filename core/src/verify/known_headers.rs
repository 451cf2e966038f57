//! Headers that a verifier has read before it sees a token.
//!
//! Nearly all tokens of one issuer carry the same few header bytes. Those that fit the verifier's
//! keys are written and read once, when the verifier is made; a token's header segment is then only
//! compared. Any other header takes the ordinary way, to the same verdict.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::key_choice::Chooser;
use crate::base64url;
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
            let mut texts = vec![
                format!(r#"{{"alg":"{alg}","typ":"JWT"}}"#),
                format!(r#"{{"typ":"JWT","alg":"{alg}"}}"#),
                format!(r#"{{"alg":"{alg}"}}"#),
            ];
            if let Some(kid) = key.kid() {
                let kid = serde_json::Value::from(kid);
                texts.push(format!(r#"{{"alg":"{alg}","typ":"JWT","kid":{kid}}}"#));
                texts.push(format!(r#"{{"typ":"JWT","alg":"{alg}","kid":{kid}}}"#));
                texts.push(format!(r#"{{"alg":"{alg}","kid":{kid},"typ":"JWT"}}"#));
            }
            known.extend(texts.iter().filter_map(|text| {
                let segment = base64url::encode(text.as_bytes());
                let header = Header::read(segment.as_bytes(), limits.depth).ok()?;
                let copies = std::array::from_fn(|_| Arc::new(header.clone()));
                Some((segment, copies))
            }));
        }
        Self(known)
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

/// The place of the copy that this thread uses.
fn own_copy() -> usize {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    thread_local! {
        static OWN: usize = NEXT.fetch_add(1, Ordering::Relaxed) % COPIES;
    }
    OWN.with(|place| *place)
}

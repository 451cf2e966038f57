//! Signers whose key is elsewhere: in a device, a PKCS#11 token, a key management service.

use std::ffi::c_void;

use jotkit::{Error, Result, SignerOptions};
use jotkit_ffi_export::export;

use crate::args::{Argument, Text};
use crate::callback::{Callback, Slot};
use crate::key::algorithm_of;
use crate::signer::Signer;
use crate::status::Status;

/// Where an external signer puts its signature, with `jotkit_signature_answer_give`. Valid until
/// it returns.
pub struct SignatureAnswer {
    _opaque: [u8; 0],
}

/// Signs with a key that is not jotkit's. The rules are those of `jotkit_resolver`.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct ExternalSigner {
    /// Gets the bytes to sign, valid until it returns and not terminated. Returns `JOTKIT_OK` after
    /// it has given an answer; without one, `JOTKIT_OK` means `argument_invalid`. Signing fails
    /// with any other status that it returns.
    pub sign: Option<
        unsafe extern "C" fn(
            input: Text,
            answer: *mut SignatureAnswer,
            user_data: *mut c_void,
        ) -> Status,
    >,
    /// What `sign` and `release` are called with.
    pub user_data: *mut c_void,
    /// Called once: when the signer is freed, or at once if it cannot be made. May be NULL.
    pub release: Option<unsafe extern "C" fn(user_data: *mut c_void)>,
}

type Sign = unsafe extern "C" fn(Text, *mut SignatureAnswer, *mut c_void) -> Status;

impl Argument for ExternalSigner {
    type Read<'a> = Callback<Sign>;

    unsafe fn read(&self) -> Result<Callback<Sign>> {
        Ok(Callback::new(self.sign, self.user_data, self.release))
    }
}

impl Callback<Sign> {
    /// The function as the core wants it.
    fn into_function(self) -> Result<impl Fn(&[u8]) -> Result<Vec<u8>> + Send + Sync + 'static> {
        let sign = self.function()?;
        let none = Error::argument_invalid("The external signer gave no signature.");
        Ok(move |input: &[u8]| {
            let callback = &self;
            Slot::<Vec<u8>>::ask(none.clone(), |answer| {
                // SAFETY: the caller passed a function of this type; its arguments outlive the
                // call.
                unsafe { sign(Text::lend_bytes(input), answer, callback.data()) }
            })
        })
    }
}

impl Argument for *mut SignatureAnswer {
    type Read<'a> = &'a Slot<Vec<u8>>;

    unsafe fn read(&self) -> Result<&Slot<Vec<u8>>> {
        // SAFETY: the caller's promise is the same.
        unsafe { Slot::borrow(*self) }
    }
}

/// Makes a signer that asks a function of the program for each signature. The algorithm is a name,
/// such as `ES256`; the header's `kid` is that of the options, which are those of
/// `jotkit_signer_new`.
///
/// Fails with `argument_invalid` for an unknown algorithm, `policy_invalid` for invalid options.
#[export]
fn jotkit_signer_new_external(
    algorithm: Text,
    options: Text,
    external: ExternalSigner,
    signer: *mut *mut Signer,
) -> Status {
    let function = external.into_function()?;
    let (algorithm, options) = (algorithm_of(algorithm.str()?)?, options.str()?);
    let options = SignerOptions::from_json(options)?;
    signer.put(jotkit::Signer::external(algorithm, options, function)?)
}

/// Answers the question of an external signer with a signature, which is copied: its raw bytes as
/// in RFC 7518, or for ECDSA also DER. A second answer replaces the first.
///
/// Signing fails with `argument_invalid` if no signature of the algorithm has that length.
#[export]
fn jotkit_signature_answer_give(answer: *mut SignatureAnswer, signature: Text) -> Status {
    answer.replace(signature.bytes()?.to_vec());
    Ok(())
}

//! Text that holds a key file: PEM in every layout of RFC 7468's lax grammar, or an OpenSSH line.

mod block;
mod mistakes;

use self::block::Block;
use super::der::{self, Form};
use super::openssh;
use super::passphrase::Passphrase;
use crate::crypto::material::Material;
use crate::error::{Code, Error, Result};

fn invalid(hint: &'static str) -> Error {
    Error::with_hint(Code::KeyInvalid, hint)
}

/// Reads the one key of a string.
///
/// Text around the blocks is ignored. Of several certificates the first one counts, which is the
/// leaf of a chain. A private key may come with its public key or its certificates.
pub(super) fn read(text: &str, passphrase: &Passphrase<'_>) -> Result<Material> {
    let text = trimmed(text);
    if let Some(error) = mistakes::in_whole(text) {
        return Err(error);
    }
    let blocks = block::all(text)?;
    if !blocks.is_empty() {
        return choose(&blocks, passphrase);
    }
    if openssh::is_public_line(text) {
        return openssh::read_public(text);
    }
    Err(mistakes::without_blocks(text))
}

/// Without a byte-order mark, and without white space and NULs at either end.
fn trimmed(text: &str) -> &str {
    let is_around = |c: char| c.is_ascii_whitespace() || matches!(c, '\0' | '\x0b' | '\u{feff}');
    text.trim_matches(is_around)
}

fn choose(blocks: &[Block<'_>], passphrase: &Passphrase<'_>) -> Result<Material> {
    let (mut private, mut public, mut certificates) = (None, None, Vec::new());
    for block in blocks {
        let place = match block.kind() {
            Kind::Certificate => {
                certificates.push(block);
                continue;
            }
            Kind::Other => continue,
            Kind::Public => &mut public,
            Kind::Private | Kind::OpenSsh => &mut private,
        };
        if place.is_some() {
            return Err(invalid(
                "The text holds more than one key; keep the one that is meant.",
            ));
        }
        *place = Some(read_block(block, passphrase)?);
    }
    let mut others = certificates
        .iter()
        .map(|block| read_block(block, passphrase));
    let Some(key) = private.as_ref().or(public.as_ref()) else {
        return others.next().unwrap_or(Err(invalid(
            "No block of the PEM is a key or a certificate.",
        )));
    };
    let fits_public = public
        .as_ref()
        .is_none_or(|public| public.is_other_half_of(key));
    // A certificate of the chain that cannot be read is not the key's.
    let fits_certificate = certificates.is_empty()
        || others.any(|other| other.is_ok_and(|other| other.is_other_half_of(key)));
    if !fits_public || !fits_certificate {
        return Err(invalid(
            "The text holds different keys; keep the one that is meant.",
        ));
    }
    private.or(public).ok_or(Error::internal())
}

/// What a block's label says that it holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Private,
    OpenSsh,
    Public,
    Certificate,
    Other,
}

impl Block<'_> {
    fn kind(&self) -> Kind {
        match self.label {
            "PRIVATE KEY" | "RSA PRIVATE KEY" | "EC PRIVATE KEY" | "ENCRYPTED PRIVATE KEY" => {
                Kind::Private
            }
            "OPENSSH PRIVATE KEY" => Kind::OpenSsh,
            "PUBLIC KEY" | "RSA PUBLIC KEY" | "EC PUBLIC KEY" => Kind::Public,
            "CERTIFICATE" | "X509 CERTIFICATE" => Kind::Certificate,
            _ => Kind::Other,
        }
    }
}

/// Reads a block by its content. Its label decides only between private, public and certificate.
fn read_block(block: &Block<'_>, passphrase: &Passphrase<'_>) -> Result<Material> {
    let content = block.content()?;
    if block.kind() == Kind::OpenSsh || content.starts_with(openssh::MAGIC) {
        return openssh::read_private(&content);
    }
    let form = Form::of(&content).ok_or(invalid("The DER inside the PEM is damaged."))?;
    let kind = match form {
        Form::Certificate => Kind::Certificate,
        form if form.is_private() => Kind::Private,
        _ => Kind::Public,
    };
    if kind != block.kind() {
        return Err(invalid(
            "The PEM's label says private key, public key or certificate, but it holds another of \
             the three.",
        ));
    }
    der::read_as(form, &content, passphrase)
}

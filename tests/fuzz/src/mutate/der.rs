//! Changes DER as a tree, so that the lengths around a change are right again, and PEM as text
//! around DER.

use super::Choose;
use super::bytes;
use crate::token::{decode_standard, encode_standard};
use fastrand::Rng;

const LABELS: &[&str] = &[
    "PRIVATE KEY",
    "PUBLIC KEY",
    "RSA PRIVATE KEY",
    "RSA PUBLIC KEY",
    "EC PRIVATE KEY",
    "CERTIFICATE",
    "ENCRYPTED PRIVATE KEY",
    "OPENSSH PRIVATE KEY",
    "EC PARAMETERS",
    "EC PUBLIC KEY",
    "X509 CERTIFICATE",
];

/// Object identifiers that distinguish keys.
const IDENTIFIERS: &[&[u8]] = &[
    &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01], // rsaEncryption
    &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0a], // RSASSA-PSS
    &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01],             // ecPublicKey
    &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07],       // P-256
    &[0x2b, 0x81, 0x04, 0x00, 0x0a],                         // secp256k1
    &[0x2b, 0x81, 0x04, 0x00, 0x22],                         // P-384
    &[0x2b, 0x81, 0x04, 0x00, 0x23],                         // P-521
    &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x05, 0x0d], // PBES2
    &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x02, 0x09],       // HMAC with SHA-256
    &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x01, 0x2a], // AES-256-CBC
    &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01], // SHA-256
    &[0x2b, 0x65, 0x70],                                     // Ed25519
    &[0x2b, 0x65, 0x6e],                                     // X25519
    &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x03, 0x11], // ML-DSA-44
    &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x03, 0x13], // ML-DSA-87
];

#[derive(Clone)]
enum Node {
    Leaf(u8, Vec<u8>),
    /// The tag, the byte for unused bits that a bit string begins with, and what is inside.
    Branch(u8, Vec<u8>, Vec<Node>),
}

/// Changes DER, mostly as a tree.
#[must_use]
pub fn mutate(der: &[u8], random: &mut Rng) -> Vec<u8> {
    let parsed = parse(der, 0).filter(|nodes| !nodes.is_empty() && !random.once_in(5));
    let Some(mut nodes) = parsed else {
        return bytes(der);
    };
    for _ in 0..=random.below(2) {
        change(&mut nodes, random);
    }
    nodes.iter().flat_map(write).collect()
}

/// Changes a PEM text: its DER, its label, or the text itself.
#[must_use]
pub fn mutate_pem(text: &[u8], random: &mut Rng) -> Vec<u8> {
    let parts = std::str::from_utf8(text).ok().and_then(|text| {
        let (_, rest) = text.split_once("-----BEGIN ")?;
        let (label, rest) = rest.split_once("-----")?;
        let (body, _) = rest.split_once("-----END")?;
        Some((label, decode_standard(body)?))
    });
    let Some((label, der)) = parts.filter(|_| !random.once_in(4)) else {
        return bytes(text);
    };
    let label = if random.once_in(6) {
        *random.one_of(LABELS)
    } else {
        label
    };
    let der = if random.once_in(6) {
        der
    } else {
        mutate(&der, random)
    };
    let body = encode_standard(&der);
    let width = if random.once_in(8) {
        1 + random.below(80)
    } else {
        64
    };
    let lines: Vec<&[u8]> = body.as_bytes().chunks(width).collect();
    let body = String::from_utf8_lossy(&lines.join(&b'\n')).into_owned();
    format!("-----BEGIN {label}-----\n{body}\n-----END {label}-----\n").into_bytes()
}

fn change(nodes: &mut Vec<Node>, random: &mut Rng) {
    let place = random.below(nodes.len());
    if let Some(Node::Branch(_, _, inside)) = nodes.get_mut(place).filter(|_| !random.once_in(4)) {
        return change(inside, random);
    }
    match random.below(7) {
        0 if !nodes.is_empty() => drop(nodes.remove(place)),
        1 if !nodes.is_empty() => nodes.insert(place, nodes[place].clone()),
        2 => nodes.insert(
            place,
            Node::Leaf(
                *random.one_of(&[0x02, 0x03, 0x04, 0x05, 0x06, 0x30, 0xa0, 0xa1]),
                Vec::new(),
            ),
        ),
        3 if !nodes.is_empty() => {
            let other = random.below(nodes.len());
            nodes.swap(place, other);
        }
        _ => match nodes.get_mut(place) {
            Some(Node::Leaf(6, content)) if !random.once_in(3) => {
                *content = random.one_of(IDENTIFIERS).to_vec()
            }
            Some(Node::Leaf(tag, content)) => match random.below(6) {
                0 => *tag ^= 1 << random.below(8),
                1 => content.insert(0, 0),
                2 => content.fill(0),
                _ => *content = bytes(content),
            },
            Some(Node::Branch(tag, _, _)) => *tag ^= 1 << random.below(8),
            None => {}
        },
    }
}

/// All of the bytes as DER, or nothing.
fn parse(mut der: &[u8], depth: usize) -> Option<Vec<Node>> {
    let mut nodes = Vec::new();
    while let [tag, length, rest @ ..] = der {
        let (length, rest) = match length {
            short @ 0..=0x7f => (usize::from(*short), rest),
            0x81 => (usize::from(*rest.first()?), rest.get(1..)?),
            0x82 => (
                usize::from(*rest.first()?) << 8 | usize::from(*rest.get(1)?),
                rest.get(2..)?,
            ),
            _ => return None,
        };
        let (content, after) = rest.split_at_checked(length)?;
        let skipped = usize::from(*tag == 0x03).min(content.len());
        let (unused, inner) = content.split_at(skipped);
        let inside = match *tag {
            _ if depth > 8 || inner.len() < 2 => None,
            0x30 | 0x31 | 0xa0..=0xa3 | 0x04 | 0x03 => parse(inner, depth + 1),
            _ => None,
        };
        nodes.push(match inside {
            Some(inside) => Node::Branch(*tag, unused.to_vec(), inside),
            None => Node::Leaf(*tag, content.to_vec()),
        });
        der = after;
    }
    der.is_empty().then_some(nodes)
}

fn write(node: &Node) -> Vec<u8> {
    let (tag, content) = match node {
        Node::Leaf(tag, content) => (*tag, content.clone()),
        Node::Branch(tag, unused, inside) => (
            *tag,
            unused
                .iter()
                .copied()
                .chain(inside.iter().flat_map(write))
                .collect(),
        ),
    };
    let mut der = vec![tag];
    match content.len() {
        short @ 0..=0x7f => der.push(short as u8),
        length @ 0x80..=0xff => der.extend([0x81, length as u8]),
        length => der.extend([0x82, (length >> 8) as u8, length as u8]),
    }
    der.extend(content);
    der
}

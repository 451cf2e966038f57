//! Changes JSON as JSON: members come, go, change and occur twice. What was not JSON is changed as
//! bytes.

use super::Choose;
use crate::words::Words;
use fastrand::Rng;

/// JSON as far as it has to be understood to be changed.
#[derive(Clone)]
enum Node {
    Leaf(String),
    List(Vec<Node>),
    /// Names are as they stand between and with their quotes.
    Map(Vec<(String, Node)>),
}

/// Changes a string once or a few times.
#[must_use]
pub fn mutate(text: &[u8], words: &Words, random: &mut Rng) -> Vec<u8> {
    let parsed = std::str::from_utf8(text).ok().and_then(parse);
    let Some(mut tree) = parsed.filter(|_| !random.once_in(8)) else {
        return super::bytes(text);
    };
    for _ in 0..=random.below(3) {
        change(&mut tree, words, random);
    }
    let mut text = String::new();
    write(&tree, &mut text, random.once_in(6), random);
    text.into_bytes()
}

fn change(node: &mut Node, words: &Words, random: &mut Rng) {
    // Down by chance, so that the outermost object is met most often.
    if !random.once_in(3) {
        match node {
            Node::List(items) if !items.is_empty() => {
                let index = random.below(items.len());
                return change(&mut items[index], words, random);
            }
            Node::Map(members) if !members.is_empty() => {
                let index = random.below(members.len());
                return change(&mut members[index].1, words, random);
            }
            _ => {}
        }
    }
    let value =
        |random: &mut Rng| parse(*random.one_of(words.values)).unwrap_or(Node::List(Vec::new()));
    match node {
        Node::Map(members) => {
            let place = random.below(members.len() + 1);
            let there = random.below(members.len());
            match random.below(8) {
                0..=2 => {
                    let name = format!("\"{}\"", random.one_of(words.names));
                    let value = value(random);
                    match members
                        .iter_mut()
                        .find(|(member, _)| *member == name)
                        .filter(|_| !random.once_in(8))
                    {
                        Some((_, old)) => *old = value,
                        None => members.insert(place, (name, value)),
                    }
                }
                3 if !members.is_empty() => drop(members.remove(there)),
                4 if !members.is_empty() => {
                    let (mut name, mut twin) = members[there].clone();
                    if random.once_in(2) {
                        name = respell(&name, random);
                    }
                    if random.once_in(2) {
                        twin = value(random);
                    }
                    members.insert(place, (name, twin));
                }
                5 if !members.is_empty() => members[there].0 = respell(&members[there].0, random),
                6 if !members.is_empty() => {
                    members[there].0 = format!("\"{}\"", random.one_of(words.names))
                }
                7 if random.once_in(4) => {
                    // Past the number of names that are compared one by one.
                    let first = members.len();
                    members.extend((0..20).map(|index| {
                        (
                            format!("\"m{}\"", first + index),
                            Node::Leaf("1".to_owned()),
                        )
                    }));
                }
                _ => *node = value(random),
            }
        }
        Node::List(items) => {
            let place = random.below(items.len() + 1);
            match random.below(4) {
                0 => items.insert(place, value(random)),
                1 if !items.is_empty() => drop(items.remove(random.below(items.len()))),
                2 if !items.is_empty() => {
                    let twin = items[random.below(items.len())].clone();
                    items.insert(place, twin);
                }
                _ => *node = value(random),
            }
        }
        Node::Leaf(text) => match random.below(5) {
            0 => *text = String::from_utf8_lossy(&super::bytes(text.as_bytes())).into_owned(),
            1 if text.starts_with('"') => *text = respell(text, random),
            2 => {
                let depth = [1, 2, 61, 62, 63, 64, 130][random.below(7)];
                let (open, close) = *random.one_of(&[("[", "]"), ("{\"a\":", "}")]);
                *text = [open.repeat(depth), text.clone(), close.repeat(depth)].concat();
            }
            _ => *node = value(random),
        },
    }
}

/// The same string in another spelling: one of its characters is written as an escape.
fn respell(quoted: &str, random: &mut Rng) -> String {
    let inner = quoted.trim_matches('"');
    let count = inner.chars().count();
    let place = random.below(count);
    let mut text = String::from("\"");
    for (index, char) in inner.chars().enumerate() {
        if index == place && !inner.contains('\\') {
            let mut units = [0; 2];
            for unit in char.encode_utf16(&mut units) {
                text.push_str(&if random.once_in(2) {
                    format!("\\u{unit:04x}")
                } else {
                    format!("\\u{unit:04X}")
                });
            }
        } else {
            text.push(char);
        }
    }
    text.push('"');
    text
}

fn write(node: &Node, text: &mut String, spaced: bool, random: &mut Rng) {
    let space = |text: &mut String, random: &mut Rng| {
        if spaced {
            text.push_str(*random.one_of(&["", "", " ", "\n", "\t", "\r\n"]));
        }
    };
    space(text, random);
    match node {
        Node::Leaf(leaf) => text.push_str(leaf),
        Node::List(items) => {
            text.push('[');
            for (index, item) in items.iter().enumerate() {
                text.push_str(if index == 0 { "" } else { "," });
                write(item, text, spaced, random);
            }
            text.push(']');
        }
        Node::Map(members) => {
            text.push('{');
            for (index, (name, value)) in members.iter().enumerate() {
                text.push_str(if index == 0 { "" } else { "," });
                space(text, random);
                text.push_str(name);
                space(text, random);
                text.push(':');
                write(value, text, spaced, random);
            }
            text.push('}');
        }
    }
    space(text, random);
}

fn parse(text: &str) -> Option<Node> {
    let mut rest = text;
    let node = node(&mut rest, 0)?;
    rest.trim().is_empty().then_some(node)
}

fn node(rest: &mut &str, depth: usize) -> Option<Node> {
    *rest = rest.trim_start();
    match rest.bytes().next()? {
        _ if depth > 200 => None,
        b'[' => {
            let mut items = Vec::new();
            while more(rest, ']', items.is_empty())? {
                items.push(node(rest, depth + 1)?);
            }
            Some(Node::List(items))
        }
        b'{' => {
            let mut members = Vec::new();
            while more(rest, '}', members.is_empty())? {
                *rest = rest.trim_start();
                let name = quoted(rest)?;
                *rest = rest.trim_start().strip_prefix(':')?;
                members.push((name, node(rest, depth + 1)?));
            }
            Some(Node::Map(members))
        }
        b'"' => quoted(rest).map(Node::Leaf),
        _ => {
            let end = rest.find([',', ']', '}']).unwrap_or(rest.len());
            let (leaf, after) = rest.split_at(end);
            *rest = after;
            Some(Node::Leaf(leaf.trim_end().to_owned()))
        }
    }
}

/// Steps into a list or object or over a comma, up to the next item; false behind the end.
fn more(rest: &mut &str, end: char, first: bool) -> Option<bool> {
    *rest = rest.trim_start();
    if first {
        // The opening bracket, which is there until the first item is read.
        *rest = rest.strip_prefix(['[', '{'])?.trim_start();
    }
    if let Some(after) = rest.strip_prefix(end) {
        *rest = after;
        return Some(false);
    }
    if !first {
        *rest = rest.strip_prefix(',')?;
    }
    Some(true)
}

fn quoted(rest: &mut &str) -> Option<String> {
    let inner = rest.strip_prefix('"')?;
    let mut escaped = false;
    let end = inner.find(|char| {
        let ends = char == '"' && !escaped;
        escaped = char == '\\' && !escaped;
        ends
    })?;
    let (string, after) = rest.split_at(end + 2);
    *rest = after;
    Some(string.to_owned())
}

//! The attribute `export`: the only way in which a function of the binding becomes one of the C
//! library.

use proc_macro::{Delimiter, Group, TokenStream, TokenTree};

/// Exports a function to C. Its arguments are read and its body runs under the panic guard
/// (`guarded!`).
///
/// The signature is the one that C sees. In the body each argument is what `Argument::read` makes
/// of it, and the body returns a `Result`, from which `Returned` makes the value for C.
///
/// `#[export(spoils)]` is for a setter: if it fails, the object that is its first argument is
/// spoiled, so that a caller may ignore its status. `#[export(ignorable)]` is for another status
/// that a caller may ignore. The header marks all other statuses as not to be discarded.
///
/// The header's generator takes functions with this attribute and no others.
#[proc_macro_attribute]
pub fn export(mode: TokenStream, function: TokenStream) -> TokenStream {
    let mut tokens: Vec<TokenTree> = function.into_iter().collect();
    let body = tokens.pop();
    let start = tokens.iter().position(is_fn).unwrap_or(0);
    let declaration = tokens.split_off(start);

    let arguments = declaration.iter().find_map(|token| match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis => Some(group),
        _ => None,
    });
    let names: Vec<TokenTree> = arguments.map(names).into_iter().flatten().collect();
    let spoiled = names.first().filter(|_| mode.to_string() == "spoils");
    let mut inputs: Vec<TokenTree> = spoiled.cloned().into_iter().collect();
    inputs.push(group(Delimiter::Parenthesis, names.into_iter().collect()));
    inputs.extend(body);

    let mut guarded = code("crate::error::guarded!");
    let inputs = inputs.into_iter().collect();
    guarded.extend([group(Delimiter::Parenthesis, inputs)]);

    let mut exported: TokenStream = tokens.into_iter().collect();
    exported.extend(code("#[unsafe(no_mangle)] pub unsafe extern \"C\""));
    exported.extend(declaration);
    exported.extend([group(Delimiter::Brace, guarded)]);
    exported
}

fn is_fn(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Ident(word) if word.to_string() == "fn")
}

/// The first token of each argument, which is its name. No type of an argument has a comma in it.
fn names(arguments: &Group) -> Vec<TokenTree> {
    let mut names = Vec::new();
    let mut begins = true;
    for token in arguments.stream() {
        let comma = matches!(&token, TokenTree::Punct(mark) if mark.as_char() == ',');
        if begins {
            names.push(token);
        }
        begins = comma;
    }
    names
}

fn group(delimiter: Delimiter, content: TokenStream) -> TokenTree {
    TokenTree::Group(Group::new(delimiter, content))
}

fn code(text: &str) -> TokenStream {
    text.parse().unwrap_or_default()
}

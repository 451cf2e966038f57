//! Writes the C header of jotkit: `jotkit-header BINDING CONTRACT VERSION HEADER`.
//!
//! cbindgen reads Rust sources without expanding macros. So it gets one file with the public types,
//! the functions that have the attribute `export`, in the form that the attribute gives them, and
//! the statuses of the contract.

use std::env;
use std::error::Error;
use std::fs;
use std::path::Path;

use quote::ToTokens;
use syn::{File, Item, ItemFn, Visibility, parse_quote};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [binding, contract, version, header] = arguments.as_slice() else {
        return Err("usage: jotkit-header BINDING CONTRACT VERSION HEADER".into());
    };
    let sources = Path::new(binding).join("src");
    let mut interface = vec![statuses(contract)?];
    for item in read(&sources.join("lib.rs"))?.items {
        if let Item::Mod(module) = item {
            let file = read(&sources.join(format!("{}.rs", module.ident)))?;
            interface.extend(file.items.into_iter().filter_map(of_the_interface));
        }
    }
    let rust = format!("{header}.rs");
    let interface: Vec<_> = interface.iter().map(ToTokens::to_token_stream).collect();
    fs::write(&rust, quote::quote!(#(#interface)*).to_string())?;
    let mut config = cbindgen::Config::from_file(Path::new(binding).join("header/cbindgen.toml"))?;
    config.after_includes = config
        .after_includes
        .map(|text| text.replace("@VERSION@ */", &versions(version)));
    let bindings = cbindgen::Builder::new()
        .with_config(config)
        .with_src(rust)
        .generate()?;
    let mut text = Vec::new();
    bindings.write(&mut text);
    // Attributes of C23 and C++ come first.
    let text = String::from_utf8(text)?
        .replace(
            "JOTKIT_API JOTKIT_NODISCARD ",
            "JOTKIT_NODISCARD JOTKIT_API ",
        )
        .replace(
            "JOTKIT_API\nJOTKIT_NODISCARD\n",
            "JOTKIT_NODISCARD\nJOTKIT_API\n",
        );
    fs::write(header, text)?;
    Ok(())
}

fn read(path: &Path) -> Result<File> {
    Ok(syn::parse_file(&fs::read_to_string(path)?)?)
}

fn of_the_interface(item: Item) -> Option<Item> {
    let public = |visibility: &Visibility| matches!(visibility, Visibility::Public(_));
    match item {
        Item::Fn(function) => exported(function),
        Item::Struct(item) if public(&item.vis) => Some(Item::Struct(item)),
        Item::Enum(item) if public(&item.vis) => Some(Item::Enum(item)),
        Item::Type(item) if public(&item.vis) => Some(Item::Type(item)),
        _ => None,
    }
}

/// A function as the attribute `export` writes it.
fn exported(mut function: ItemFn) -> Option<Item> {
    let is_export = |attribute: &syn::Attribute| attribute.path().is_ident("export");
    let place = function.attrs.iter().position(is_export)?;
    let export = function.attrs.remove(place);
    let ItemFn { attrs, sig, .. } = function;
    // `#[export(spoils)]` and `#[export(ignorable)]` are for statuses that may be ignored.
    let ignorable = matches!(export.meta, syn::Meta::List(_));
    let status = sig.output.to_token_stream().to_string().ends_with("Status");
    let must_use = (status && !ignorable).then(|| quote::quote!(#[must_use]));
    Some(parse_quote!(#(#attrs)* #must_use #[unsafe(no_mangle)] pub unsafe extern "C" #sig {}))
}

/// The enumeration of the statuses.
fn statuses(contract: &str) -> Result<Item> {
    let contract: serde_json::Value = serde_json::from_str(&fs::read_to_string(contract)?)?;
    let codes = contract["codes"]
        .as_array()
        .ok_or("the contract has no codes")?;
    let mut variants = String::from("/// Success.\nJOTKIT_OK = 0,");
    for code in codes {
        let name = code["code"].as_str().unwrap_or_default().to_uppercase();
        variants += &format!(
            "#[doc = {}] JOTKIT_{name} = {},",
            code["sentence"], code["number"]
        );
    }
    let rust =
        format!("/// The numbers of `jotkit_status`.\n#[repr(i32)] pub enum Code {{ {variants} }}");
    Ok(syn::parse_str(&rust)?)
}

/// The macros of the version, after the end of the comment that they are in.
fn versions(version: &str) -> String {
    let numbers: Vec<&str> = version.split(['.', '-']).take(3).collect();
    let mut lines = format!("*/\n#define JOTKIT_VERSION \"{version}\"\n");
    for (name, number) in ["MAJOR", "MINOR", "PATCH"].iter().zip(numbers) {
        lines += &format!("#define JOTKIT_VERSION_{name} {number}\n");
    }
    lines.trim_end().to_owned()
}

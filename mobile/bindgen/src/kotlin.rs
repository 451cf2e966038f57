//! Makes the Kotlin that uniffi writes start faster.
//!
//! - JNA looks at each function of a class when it registers the class, and makes the native side
//!   of each callback that a function is given. uniffi writes one class with all functions, for
//!   which the first call of a program pays. Here each object of the library has a class.
//! - Keys, sets, verifiers and signers are made and freed by JNI (`mobile/src/jvm/objects.rs`), and
//!   need JNA for their other methods only.
//! - Each class gets a method that lends the handle, to the calls of JNI (`mobile/src/jvm.rs`).

use std::collections::BTreeMap;

const CLASS: &str = "UniffiLib";
/// The objects that JNI frees, with their numbers there.
const FREED_BY_JNI: [(&str, u8); 4] = [("key", 0), ("keyset", 1), ("verifier", 2), ("signer", 3)];
const START: &str = "internal object UniffiLib {\n";
const FUNCTION: &str = "    external fun ";
const PREFIX: &str = "uniffi_jotkit_mobile_fn_";
/// Where the objects go. No source has such a character.
const PLACE: &str = "\0";

/// The source with all of the changes.
///
/// # Errors
///
/// A sentence, if the source is not as this version of uniffi writes it.
pub(crate) fn faster(source: &str) -> Result<String, String> {
    let mut text = source.to_owned();
    for (object, number) in FREED_BY_JNI {
        let free = format!("UniffiLib.{PREFIX}free_{object}(handle, status)");
        let call = format!(
            "            uniffiRustCall {{ status ->\n                {free}\n            }}"
        );
        let by_jni = format!("            jotkit.internal.Jvm.free({number}, handle)");
        text = replaced(&text, &call, &by_jni)?;
    }
    split(&lending(&text)?)
}

/// The text with one piece replaced, which must be there.
fn replaced(text: &str, old: &str, new: &str) -> Result<String, String> {
    match text.contains(old) {
        true => Ok(text.replace(old, new)),
        false => Err(format!("this is missing: {old}")),
    }
}

/// Adds a method to each class that lends the handle without a copy of it, for JNI.
fn lending(text: &str) -> Result<String, String> {
    let start = "    internal inline fun <R> callWithHandle(";
    let (_, rest) = text.split_once(start).ok_or("there is no callWithHandle")?;
    let (body, _) = rest
        .split_once("\n    }\n")
        .ok_or("callWithHandle has no end")?;
    let own = replaced(
        body,
        "block(this.uniffiCloneHandle())",
        "block(this.handle)",
    )?;
    let method = format!("    internal inline fun <R> borrow({own}\n    }}\n\n{start}");
    Ok(text.replace(start, &method))
}

/// The source with the object split, and without the functions that nothing uses.
fn split(source: &str) -> Result<String, String> {
    let (before, rest) = source
        .split_once(START)
        .ok_or("there is no object UniffiLib")?;
    let (body, after) = rest
        .split_once("\n}\n")
        .ok_or("the object UniffiLib has no end")?;
    let mut functions = body.split(FUNCTION);
    let head = functions.next().unwrap_or_default();

    let mut text = format!("{before}{PLACE}{after}");
    let mut objects = BTreeMap::from([(CLASS.to_owned(), String::new())]);
    for function in functions {
        let (name, _) = function
            .split_once('(')
            .ok_or("a function has no arguments")?;
        let object = object(name);
        let (old, new) = (format!("{CLASS}.{name}("), format!("{object}.{name}("));
        if text.contains(&old) || text.contains(&format!("lib.{name}(")) {
            text = text.replace(&old, &new);
            let declared = format!("{FUNCTION}{}\n", function.trim_end());
            objects.entry(object).or_default().push_str(&declared);
        }
    }

    // Of its own, so that an object can be registered for cleaning without JNA.
    text = replaced(&text, "UniffiLib.CLEANER", "UniffiCleaners.CLEANER")?;
    let mut written = String::from(
        "internal object UniffiCleaners {\n    internal val CLEANER: UniffiCleaner by lazy { \
         UniffiCleaner.create() }\n}\n\n",
    );
    for (object, functions) in &objects {
        let mut callback = String::new();
        if let Some(name) = callback_of(object, head) {
            text = register_when_used(&text, name, object)?;
            callback = format!("        uniffiCallbackInterface{name}.register(this)\n");
        }
        written.push_str(&format!(
            "internal object {object} {{\n    init {{\n        \
             Native.register({object}::class.java, findLibraryName(\"jotkit_mobile\"))\n{callback}    \
             }}\n\n    internal fun ensureInitialized() = Unit\n{functions}}}\n\n",
        ));
    }
    Ok(text.replace(PLACE, &written))
}

/// The object that a function goes to: `uniffi_jotkit_mobile_fn_method_key_kid` is the key's.
fn object(function: &str) -> String {
    let Some(rest) = function.strip_prefix(PREFIX) else {
        return CLASS.to_owned();
    };
    if rest.starts_with("func_") {
        return format!("{CLASS}_functions");
    }
    let owner = rest
        .strip_prefix("init_callback_vtable_")
        .or_else(|| Some(rest.split_once('_')?.1));
    format!(
        "{CLASS}_{}",
        owner.unwrap_or(rest).split('_').next().unwrap_or(rest)
    )
}

/// The name of the callback interface that an object is for, if it is for one.
fn callback_of<'a>(object: &str, head: &'a str) -> Option<&'a str> {
    head.lines().find_map(|line| {
        let name = line.trim().strip_prefix("uniffiCallbackInterface")?;
        let name = name.strip_suffix(".register(this)")?;
        (object == format!("{CLASS}_{}", name.to_lowercase())).then_some(name)
    })
}

/// Registers a callback interface when the first of its objects is handed to native code, not when
/// the library is loaded.
fn register_when_used(text: &str, name: &str, object: &str) -> Result<String, String> {
    let (before, own) = text
        .split_once(&format!("internal object uniffiCallbackInterface{name} {{"))
        .ok_or_else(|| format!("there is no implementation of {name}"))?;
    let map = format!("internal val handleMap = UniffiHandleMap<{name}>()");
    let (register, made) = (format!("fun register(lib: {CLASS})"), own.contains(&map));
    if !made || !own.contains(&register) {
        return Err(format!("the implementation of {name} has another shape"));
    }
    let own = own
        .replacen(&register, &format!("fun register(lib: {object})"), 1)
        .replacen(
            &map,
            &format!("{map}.also {{ {object}.ensureInitialized() }}"),
            1,
        );
    Ok(format!(
        "{before}internal object uniffiCallbackInterface{name} {{{own}"
    ))
}

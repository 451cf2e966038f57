#!/usr/bin/env python3
"""Writes C's option types, their C++ form and their tests from tests/contract.json. `make gen` runs
it."""

import subprocess
import textwrap

from mobile import CONTRACT, TREE, sentence

GENERATED = "Generated from tests/contract.json by `make gen`."
# The Rust type, C's name without `jotkit_`, the C++ class, and what the options are.
TYPES = {
    "policy": ("Policy", "policy", "Policy", "What a verifier demands of a token"),
    "signer": ("SignerOptions", "signer_options", "SignerOptions", "What a signer adds to claims and headers that lack it"),
    "key": ("KeyOptions", "key_options", "KeyOptions", "What the caller knows about a key that is imported"),
    "likecoin_verifier": (
        "LikeCoinOptions", "likecoin_options", "LikeCoinOptions", "What a LikeCoin API demands of access tokens",
    ),
    "remote": ("RemoteOptions", "remote_options", "RemoteOptions", "How keys behind a URL are fetched"),
}
TEXT = ("value: Text", "set_string", "value.str()?")
LIST = ("values: *const Text, count: usize", "set_strings", "values.strs(count)?")
# What Rust's functions take, the function that sets it, and what that is called with.
RUST = {
    "algorithm": [TEXT],
    "algorithms": [LIST],
    "string": [TEXT],
    "choice": [TEXT],
    "secret": [TEXT],
    "strings": [LIST],
    "string_or_strings": [TEXT, LIST],
    "values": [("values: *const Object", "set_object", "values")],
    "flag": [("value: bool", "set_plain", "value")],
    "whole_number": [("value: u64", "set_plain", "value")],
}
# What the functions of C++ take, and how it is passed on.
CXX_TEXT = ("std::string_view value", "text(value)")
CXX_LIST = ("const std::vector<std::string_view> &values", "list.data(), list.size()")
CXX = {
    "algorithm": [CXX_TEXT],
    "algorithms": [CXX_LIST],
    "string": [CXX_TEXT],
    "choice": [CXX_TEXT],
    "secret": [CXX_TEXT],
    "strings": [CXX_LIST],
    "string_or_strings": [CXX_TEXT, CXX_LIST],
    "values": [("const Object &values", "values.handle()")],
    "flag": [("bool value = true", "value")],
    "whole_number": [("std::uint64_t value", "value")],
}
# The kinds of arguments in ffi/tests/exports.h, how they are passed, and the sample texts.
TEST_TEXT, TEST_LIST = ("t", "T(1)", ", CODE"), ("w", "A(1)", ", NONE")
TESTS = {
    "algorithm": [TEST_TEXT],
    "algorithms": [TEST_LIST],
    "string": [TEST_TEXT],
    "choice": [TEST_TEXT],
    "secret": [TEST_TEXT],
    "strings": [TEST_LIST],
    "string_or_strings": [TEST_TEXT, TEST_LIST],
    "values": [("m", "H(1)", ", NONE")],
    "flag": [("N", "B(1)", ", NONE")],
    "whole_number": [("n", "C(1)", ", NONE")],
}
# The letters of the handles there.
LETTERS = {"policy": "0", "signer": "1", "key": "2", "likecoin_verifier": "3", "remote": "4"}


def names(row):
    """The function's name for each form of a value: a list has the plural."""
    plural = {"string_or_strings": [row["name"], f"{row['name']}s"]}
    return plural.get(row["type"], [row["name"]])


def documentation(words, indent="", mark="///"):
    lines = textwrap.wrap(words, 96 - len(indent), break_on_hyphens=False)
    return "".join(f"{indent}{mark} {line}\n" for line in lines)


def rust(noun):
    kind, name, _, about = TYPES[noun]
    article = "policy" if noun == "policy" else "options"
    yield documentation(
        f"{about}, set one by one: options of which `jotkit_{name}_text` makes the JSON that functions take. The rules are "
        "those of `jotkit_object`: each option can be set once, a setter that fails spoils them all, and a value is "
        "judged where the options are used."
    ) + f"pub struct {kind} {{\n    _opaque: [u8; 0],\n}}\n\nopaque!({kind}, Members);\n"
    yield documentation(f"Makes {'a policy' if noun == 'policy' else 'options'} without a setting, freed by `jotkit_{name}_free`.") + (
        f"#[export]\nfn jotkit_{name}_new({article}: *mut *mut {kind}) -> Status {{\n"
        f"    {article}.put(Members::default())\n}}\n"
    )
    for row in CONTRACT["options"][noun]:
        for called, (parameters, setter, value) in zip(names(row), RUST[row["type"]]):
            yield documentation(sentence(row)) + (
                f"#[export(spoils)]\nfn jotkit_{name}_set_{called}({article}: *const {kind}, {parameters}) -> Status {{\n"
                f'    {article}.{setter}("{row["name"]}", {value})\n}}\n'
            )
    yield documentation(
        f"The JSON, valid until the {article} {'is' if noun == 'policy' else 'are'} freed. It completes the {article}. "
        "Absent for NULL and after a setter has failed."
    ) + f"#[export]\nfn jotkit_{name}_text({article}: *const {kind}) -> Text {{\n    Ok({article}.text())\n}}\n"
    yield documentation(f"Wipes and frees the {article}.") + (
        f"#[export]\nfn jotkit_{name}_free({article}: *mut {kind}) {{\n    {article}.free()\n}}\n"
    )


def write_rust():
    head = f"""//! Options as types of their own, one setter each.
//!
//! {GENERATED}

use jotkit_ffi_export::export;

use crate::args::Text;
use crate::handle::opaque;
use crate::object::{{Members, Object}};
use crate::status::Status;
"""
    source = "\n".join([head, *(item for noun in TYPES for item in rust(noun))])
    formatted = subprocess.run(
        ["rustfmt", "--edition", "2024"], input=source, capture_output=True, text=True, check=True, cwd=TREE
    ).stdout
    put("ffi/src/options.rs", formatted)


def cxx(noun):
    _, name, kind, about = TYPES[noun]
    yield documentation(f"{about}. Each function sets an option, once, and returns the object.")
    yield f"class {kind} {{\npublic:\n"
    yield (
        f"    {kind}() {{ check(jotkit_{name}_new(options_.put())); }}\n\n"
        f"    /// The JSON that the core reads; the options are complete then.\n"
        f"    std::string_view json() const {{ return view(jotkit_{name}_text(options_.get())); }}\n"
    )
    for row in CONTRACT["options"][noun]:
        for called, (parameter, value) in zip(names(row), CXX[row["type"]]):
            argument = "values" if "&values" in parameter else "value"
            listed = "        const auto list = texts(values);\n" if "list" in value else ""
            yield "\n" + documentation(sentence(row), "    ") + (
                f"    {kind} &{called}({parameter}) & {{\n{listed}"
                f"        check(jotkit_{name}_set_{called}(options_.get(), {value}));\n"
                "        return *this;\n    }\n"
                f"    {kind} &&{called}({parameter}) && {{ return std::move({called}({argument})); }}\n"
            )
    yield f"\nprivate:\n    Handle<jotkit_{name}, jotkit_{name}_free> options_;\n}};\n"


def write_cxx():
    head = f"""// Options as classes. Include jotkit.hpp, not this file.
// {GENERATED}
#ifndef JOTKIT_OPTIONS_HPP
#define JOTKIT_OPTIONS_HPP

namespace jotkit {{
"""
    classes = ["".join(cxx(noun)) for noun in TYPES]
    put("ffi/include/jotkit_options.hpp", "\n".join([head, *classes, "}  // namespace jotkit\n\n#endif\n"]))


def write_tests():
    lines = [f"/* The options of exports.inc. {GENERATED} */\n"]
    for noun, (_, name, _, _) in TYPES.items():
        letter = LETTERS[noun]
        lines.append(f'EXPORT(s, "O", {name}_new, (P(0)), {name}_free, NONE)\n')
        for row in CONTRACT["options"][noun]:
            for called, (kind, passed, texts) in zip(names(row), TESTS[row["type"]]):
                lines.append(f'EXPORT(s, "{letter}{kind}", {name}_set_{called}, (H(0), {passed}), nothing{texts})\n')
        lines.append(f'EXPORT(t, "{letter}", {name}_text, (H(0)), nothing, NONE)\n')
        lines.append(f'EXPORT(f, "{letter}", {name}_free, (P(0)), nothing, NONE)\n')
    put("ffi/tests/options.inc", "".join(lines))


def put(name, text):
    path = TREE / name
    if not path.exists() or path.read_text() != text:
        path.write_text(text)


write_rust()
write_cxx()
write_tests()

#!/usr/bin/env python3
"""Writes Swift's codes, algorithms and option types from tests/contract.json. `make gen` runs it."""

import re
import textwrap

from mobile import ALGORITHM, CONTRACT, ED25519, TYPES, camel, sentence, write

# The parameters of each overload, and the value that is stored.
LIST = ("_ values: [String]", "values")
PARAMETERS = {
    "algorithm": [("_ value: Algorithm", "value.rawValue")],
    "algorithms": [("_ values: [Algorithm]", "values.map(\\.rawValue)")],
    "choice": [("_ value: String", "value")],
    "string": [("_ value: String", "value")],
    "secret": [("_ value: String", "value")],
    "strings": [LIST],
    "string_or_strings": [("_ value: String", "value"), LIST],
    "values": [("_ values: [String: ClaimValue]", "values.mapValues(\\.value)")],
    "flag": [("_ value: Bool = true", "value")],
    "whole_number": [("_ value: Int", "value")],
}
# The same for numbers that are times.
TIMES = {
    "seconds": ("_ value: Duration", "Int(clamping: value.components.seconds)"),
    "milliseconds": ("_ value: Duration", "value.wholeMilliseconds"),
}


def case(name):
    """An algorithm's name as a case: `hs256`, `edDSA`, `mlDSA44`."""
    head, *rest = name.split("-")
    return (head.lower() if head.isupper() else head[0].lower() + head[1:]) + "".join(rest)


def comment(words, indent=""):
    return "".join(f"{indent}/// {line}\n" for line in textwrap.wrap(words, 92))


def algorithms():
    cases = "".join(f'    case {case(name)} = "{name}"\n' for name in CONTRACT["algorithms"])
    about = comment(f"{ALGORITHM} ``edDSA`` and ``ed25519`` {ED25519}")
    return f"{about}public enum Algorithm: String, Sendable, CaseIterable {{\n{cases}}}\n"


def codes():
    cases = "\n".join(
        comment(row["sentence"], "    ") + f"    case {enclosed(camel(row['code']))} = \"{row['code']}\"\n"
        for row in CONTRACT["codes"]
    )
    about = comment("The code of a failure, as in every language. ``JotkitError/reason`` is one.")
    return f"{about}public enum Code: String, Sendable, CaseIterable {{\n{cases}}}\n"


def enclosed(name):
    """A name, in quotes if it is a word of the language."""
    return f"`{name}`" if name == "internal" else name


def functions(row):
    """The builder functions of one option."""
    hidden = ", hidden: true" if row["type"] == "secret" else ""
    time = [TIMES[row["unit"]]] if row.get("unit") in TIMES else []
    for parameter, value in PARAMETERS[row["type"]] + time:
        yield comment(sentence(row), "    ") + (
            f"    public func {camel(row['name'])}({parameter}) -> Self {{\n"
            f'        Self(options.with("{row["name"]}", {value}{hidden}))\n'
            "    }\n"
        )


def option_type(name, about, rows):
    has_secret = any(row["type"] == "secret" for row in rows)
    of_text = "json: json, hidden: true" if has_secret else "json: json"
    about = re.sub(r"\[(\w+)\]", r"``\1``", about)
    body = "\n".join(function for row in rows for function in functions(row))
    return f"""/// {about} Each function returns a copy.
public struct {name}: Sendable, Equatable, CustomStringConvertible {{
    private let options: Options

    private init(_ options: Options) {{
        self.options = options
    }}

    /// No options.
    public init() {{
        self.init(Options())
    }}

    /// Options as JSON text, which the core reads. They cannot be combined with the functions.
    public init(json: String) {{
        self.init(Options({of_text}))
    }}

    /// The JSON text that the core reads.
    public var json: String {{ options.json }}

    /// The options as JSON text, without a secret among them.
    public var description: String {{ "{name}(\\(options.shown))" }}

{body}}}
"""


types = [option_type(*TYPES[noun], rows) for noun, rows in CONTRACT["options"].items() if noun in TYPES]
write("swift/Sources/Jotkit/Code.swift", codes())
write("swift/Sources/Jotkit/Options.swift", algorithms(), *types)

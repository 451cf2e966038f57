#!/usr/bin/env python3
"""Writes Swift's option types from tests/contract.json. `make gen` runs it."""

import json
import pathlib
import textwrap

TREE = pathlib.Path(__file__).resolve().parents[2]
TARGET = TREE / "mobile/swift/Sources/Jotkit/Options.swift"
TYPES = {
    "policy": ("Policy", "What a ``Verifier`` demands of a token."),
    "signer": ("SignerOptions", "What a ``Signer`` adds to claims and headers that lack it."),
    "key": ("KeyOptions", "What the caller knows about a key that is imported."),
    "likecoin_verifier": ("LikeCoinOptions", "What a LikeCoin API demands of access tokens."),
}
# The parameters of each overload, and the value that is stored.
LIST = ("_ values: [String]", ".strings(values)")
PARAMETERS = {
    "algorithm": [("_ value: Algorithm", ".string(value.rawValue)")],
    "algorithms": [("_ values: [Algorithm]", ".strings(values.map(\\.rawValue))")],
    "string": [("_ value: String", ".string(value)")],
    "secret": [("_ value: String", ".string(value)")],
    "strings": [LIST],
    "string_or_strings": [("_ value: String", ".string(value)"), LIST],
    "values": [("_ values: [String: ClaimValue]", ".object(values.mapValues(\\.json))")],
    "flag": [("_ value: Bool = true", ".bool(value)")],
    "whole_number": [("_ value: Int", ".integer(value)")],
}
UNBOUNDED = 2**53


def documentation(row):
    """The sentence of a row, followed by its unit and range."""
    words = row["about"]
    if row["type"] == "whole_number":
        low, high = row["min"], row["max"]
        span = f"at least {low}" if high == UNBOUNDED else f"{low} to {high}"
        unit = row.get("unit")
        words += f" In {unit}, {span}." if unit else f" {span.capitalize()}."
    return "".join(f"    /// {line}\n" for line in textwrap.wrap(words, 92))


def functions(row):
    """The builder functions of one option."""
    head, *rest = row["name"].split("_")
    name = head + "".join(map(str.capitalize, rest))
    for parameter, value in PARAMETERS[row["type"]]:
        yield documentation(row) + (
            f"    public func {name}({parameter}) -> Self {{\n"
            f'        Self(options.with("{row["name"]}", {value}))\n'
            "    }\n"
        )


def option_type(name, about, rows):
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
        self.init(Options(json: json))
    }}

    /// The JSON text that the core reads.
    public var json: String {{ options.json }}

    /// The options as JSON text.
    public var description: String {{ "{name}(\\(json))" }}

{body}}}
"""


contract = json.loads((TREE / "tests/contract.json").read_text())
parts = ["// Generated from tests/contract.json by `make gen`.\n"]
parts += [option_type(*TYPES[noun], rows) for noun, rows in contract["options"].items()]
TARGET.write_text("\n".join(parts))

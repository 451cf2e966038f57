#!/usr/bin/env python3
"""Writes Kotlin's option types from tests/contract.json. `make gen` runs it."""

import json
import pathlib
import textwrap

TREE = pathlib.Path(__file__).resolve().parents[2]
TARGET = TREE / "mobile/kotlin/src/main/kotlin/jotkit/Options.kt"
CLASSES = {
    "policy": ("Policy", "What a [Verifier] demands of a token."),
    "signer": ("SignerOptions", "What a [Signer] adds to claims and headers that lack it."),
    "key": ("KeyOptions", "What the caller knows about a key that is imported."),
    "likecoin_verifier": ("LikeCoinOptions", "What a LikeCoin API demands of access tokens."),
}
# The parameters of each overload, and the value that is stored.
LIST, ALGORITHMS = ("values: Collection<String>", "values"), ("values: Collection<Algorithm>", "values")
PARAMETERS = {
    "algorithm": [("value: Algorithm", "value")],
    "algorithms": [("vararg values: Algorithm", "values.asList()"), ALGORITHMS],
    "string": [("value: String", "value")],
    "secret": [("value: String", "value")],
    "strings": [("vararg values: String", "values.asList()"), LIST],
    "string_or_strings": [("value: String", "value"), LIST],
    "values": [("values: Map<String, Any>", "values")],
    "flag": [("value: Boolean = true", "value")],
    "whole_number": [("value: Long", "value")],
}
UNBOUNDED = 2**53


def documentation(row):
    """The sentence of a row, followed by its unit and range."""
    words = row["about"]
    if row["type"] == "whole_number":
        low, high = row["min"], row["max"]
        span = f"at least {low}" if high == UNBOUNDED else f"{low} to {high}"
        words += f" Range: {span}{' ' + row['unit'] if 'unit' in row else ''}."
    lines = textwrap.wrap(words, 90)
    if len(lines) == 1:
        return f"    /** {words} */\n"
    return "    /**\n" + "".join(f"     * {line}\n" for line in lines) + "     */\n"


def setters(row, kind):
    """The builder functions of one option, with one comment."""
    head, *rest = row["name"].split("_")
    name = head + "".join(map(str.capitalize, rest))
    functions = [
        f'    public fun {name}({parameter}): {kind} = {kind}(with("{row["name"]}", {value}))\n'
        for parameter, value in PARAMETERS[row["type"]]
    ]
    overloads = "    @JvmOverloads\n" if row["type"] == "flag" else ""
    return documentation(row) + overloads + "".join(functions)


def option_class(kind, about, rows):
    functions = "\n".join(setters(row, kind) for row in rows)
    return f"""/** {about} Immutable: functions return a copy. */
public class {kind} private constructor(members: Map<String, String>, json: String?) : Options(members, json) {{
    /** No options. */
    public constructor() : this(emptyMap(), null)

    /** Options as JSON text. */
    public constructor(json: String) : this(emptyMap(), json)
    private constructor(members: Map<String, String>) : this(members, null)

{functions}}}
"""


contract = json.loads((TREE / "tests/contract.json").read_text())
parts = ["// Generated from tests/contract.json by `make gen`.\n\npackage jotkit\n"]
parts += [option_class(*CLASSES[noun], rows) for noun, rows in contract["options"].items()]
TARGET.write_text("\n".join(parts))

#!/usr/bin/env python3
"""Writes Kotlin's codes, algorithms and option types from tests/contract.json. `make gen` runs it."""

import textwrap

from mobile import ALGORITHM, CONTRACT, ED25519, TYPES, camel, sentence, write

# The parameters of each overload, and the value that is stored.
LIST, ALGORITHMS = ("values: Collection<String>", "values"), ("values: Collection<Algorithm>", "values")
PARAMETERS = {
    "algorithm": [("value: Algorithm", "value")],
    "algorithms": [("vararg values: Algorithm", "values.asList()"), ALGORITHMS],
    "choice": [("value: String", "value")],
    "string": [("value: String", "value")],
    "secret": [("value: String", "value")],
    "strings": [("vararg values: String", "values.asList()"), LIST],
    "string_or_strings": [("value: String", "value"), LIST],
    "values": [("values: Map<String, Any>", "values")],
    "flag": [("value: Boolean = true", "value")],
    "whole_number": [("value: Long", "value")],
}
# The unit of an option that is a time, and the function that writes a duration in it. The core
# refuses what is not whole.
DURATIONS = {"seconds": "seconds(value)", "milliseconds": "milliseconds(value)"}


def documentation(words, indent="    "):
    lines = textwrap.wrap(words, 90)
    if len(lines) == 1:
        return f"{indent}/** {words} */\n"
    return f"{indent}/**\n" + "".join(f"{indent} * {line}\n" for line in lines) + f"{indent} */\n"


def codes():
    cases = "".join(
        f'{documentation(row["sentence"])}    {row["code"].upper()}("{row["code"]}"),\n\n' for row in CONTRACT["codes"]
    )
    return f"""/** The code of a failure. [JotkitException.reason] is one. */
public enum class Code(
    /** The code as it is in every language, such as `token_expired`. */
    public val text: String,
) {{
{cases}    ;

    override fun toString(): String = text

    public companion object {{
        /** The code with this exact name, or `null`. */
        @JvmStatic public fun named(name: String): Code? = entries.find {{ it.text == name }}
    }}
}}
"""


def algorithms():
    cases = "".join(f'    {name.upper().replace("-", "_")}("{name}"),\n' for name in CONTRACT["algorithms"])
    about = documentation(f"{ALGORITHM} [EDDSA] and [ED25519] {ED25519}", "")
    return f"""{about}public enum class Algorithm(
    /** The name in a token's header, such as `HS256`. */
    public val jwaName: String,
) {{
{cases}    ;

    override fun toString(): String = jwaName

    public companion object {{
        /** The algorithm with this exact name, or `null`. */
        @JvmStatic public fun named(name: String): Algorithm? = entries.find {{ it.jwaName == name }}
    }}
}}
"""


def setters(row, kind):
    """The builder functions of one option, with one comment."""
    functions = [
        f'    public fun {camel(row["name"])}({parameter}): {kind} = {kind}(with("{row["name"]}", {value}))\n'
        for parameter, value in PARAMETERS[row["type"]]
    ]
    if write := DURATIONS.get(row.get("unit")):
        name = camel(row["name"].removesuffix("_ms"))
        functions += [
            f'    public fun {name}(value: {type}): {kind} = {kind}(with("{row["name"]}", {write}))\n'
            for type in ("Duration", "kotlin.time.Duration")
        ]
    overloads = "    @JvmOverloads\n" if row["type"] == "flag" else ""
    return documentation(sentence(row)) + overloads + "".join(functions)


def option_class(kind, about, rows):
    functions = "\n".join(setters(row, kind) for row in rows)
    if secrets := ", ".join(f'"{row["name"]}"' for row in rows if row["type"] == "secret"):
        functions += f"\n    override fun toString(): String = printed({secrets})\n"
    return f"""/** {about} Immutable: functions return a copy. */
public class {kind} private constructor(members: Map<String, String>, json: String?) : Options(members, json) {{
    /** No options. */
    public constructor() : this(emptyMap(), null)

    /** Options as JSON text. */
    public constructor(json: String) : this(emptyMap(), json)
    private constructor(members: Map<String, String>) : this(members, null)

{functions}}}
"""


classes = [option_class(*TYPES[noun], rows) for noun, rows in CONTRACT["options"].items() if noun in TYPES]
head = "package jotkit\n\nimport java.time.Duration\n"
write("kotlin/src/main/kotlin/jotkit/Options.kt", head, algorithms(), *classes)
write("kotlin/src/main/kotlin/jotkit/Code.kt", "package jotkit\n", codes())

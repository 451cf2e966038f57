#!/usr/bin/env python3
"""Writes docs/options.md and docs/errors.md from tests/contract.json."""

import json
import pathlib

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
CONTRACT = json.loads((ROOT / "tests/contract.json").read_text())
GENERATED = "<!-- Written by `make gen` from tests/contract.json; edit core/src or .ci/options/docs.py. -->\n"

TYPES = {
    "algorithm": "algorithm",
    "algorithms": "list of algorithms",
    "string": "string",
    "choice": "one of the names",
    "secret": "string",
    "secrets": "string or list",
    "strings": "list of strings",
    "string_or_strings": "string or list",
    "texts": "object of strings",
    "values": "object of strings, numbers and booleans",
    "flag": "`true`",
}
TABLES = {
    "policy": "What a verifier requires: `Policy`",
    "signer": "What a signer adds: `SignerOptions`",
    "key": "How a key is imported: `KeyOptions`",
    "likecoin_verifier": "What a LikeCoin API requires: `likecoin.VerifierOptions`",
    "remote": "How keys behind a URL are fetched: `RemoteKeys`",
    "provider": "How LikeCoin's provider works: `likecoin.provider.Options`",
    "provider_client": "How a client of it is registered: `likecoin.provider.ClientOptions`",
}
PYTHON = {
    "malformed": "`MalformedToken`",
    "refused": "`RefusedToken`, of which `ExpiredToken`",
    "key": "`InvalidKey`",
    "usage": "`UsageError`",
    "flow": "`FlowError`",
    "internal": "`JotkitError`",
}


def value(row):
    if row["type"] != "whole_number":
        return TYPES[row["type"]]
    greatest = row["max"] if row["max"] < 2**53 else "2^53"
    unit = f" {row['unit']}" if "unit" in row else ""
    return f"whole number{' of' + unit if unit else ''}, {row['min']} to {greatest}"


def options():
    yield "# Options\n"
    yield (
        "The names in JSON, which C takes and the other languages write in their own case. An option\n"
        "that is left out has its default. One that is there but empty, `null`, `None`, `undefined` or\n"
        "out of range is an error: a setting that came back empty never switches a check off. A flag may\n"
        "be spelled out as `false`.\n"
    )
    for name, title in TABLES.items():
        yield f"## {title}\n"
        yield "| option | value | meaning |\n|---|---|---|"
        for row in CONTRACT["options"][name]:
            yield f"| `{row['name']}` | {value(row)} | {row['about']} |"
        yield ""
    yield "## Algorithms\n"
    yield "\n".join(f"- `{name}`" for name in CONTRACT["algorithms"]) + "\n"
    yield (
        "`EdDSA` and `Ed25519` are two names of one algorithm (RFC 8037, RFC 9864). ML-DSA is that of\n"
        "RFC 9964. There is no `none`.\n"
    )


def errors():
    yield "# Errors\n"
    yield (
        "Every failure has a `code`, a `kind`, a `claim` if it is about one (or about a header member),\n"
        "and a sentence that says what to do. A server's reply adds its `status` and, if it is a plain\n"
        "word, its `detail`. No byte of a token, key or secret is in an error. A wrong host type in a\n"
        "call is the host's own type error. Numbers are C's; they are never reused.\n"
    )
    yield "| code | kind | number | sentence |\n|---|---|---|---|"
    for row in CONTRACT["codes"]:
        yield f"| `{row['code']}` | {row['kind']} | {row['number']} | {row['sentence']} |"
    yield "\n| kind | Python exception |\n|---|---|"
    for kind, name in PYTHON.items():
        yield f"| {kind} | {name} |"
    yield (
        "\nNode throws a `JotkitError`, Swift an enum with a case for each kind, Kotlin a\n"
        "`JotkitException` with a subclass for each, Rust returns an `Error`, C a `jotkit_status`.\n"
    )


for name, lines in (("options", options()), ("errors", errors())):
    (ROOT / f"docs/{name}.md").write_text(GENERATED + "\n" + "\n".join(lines))

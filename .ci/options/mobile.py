"""What kotlin.py and swift.py share: the names and the words of tests/contract.json."""

import json
import pathlib

TREE = pathlib.Path(__file__).resolve().parents[2]
CONTRACT = json.loads((TREE / "tests/contract.json").read_text())
GENERATED = "// Generated from tests/contract.json by `make gen`.\n"
# The type of each table of options. Kotlin's form of a link is in brackets.
TYPES = {
    "policy": ("Policy", "What a [Verifier] demands of a token."),
    "signer": ("SignerOptions", "What a [Signer] adds to claims and headers that lack it."),
    "key": ("KeyOptions", "What the caller knows about a key that is imported."),
    "likecoin_verifier": ("LikeCoinOptions", "What a LikeCoin API demands of access tokens."),
    "remote": ("RemoteKeysOptions", "How keys behind a URL are fetched."),
}
ALGORITHM = "A signature algorithm, by its name in JSON Web Algorithms. `none` does not exist."
ED25519 = "are two names of one algorithm (RFC 8037, RFC 9864)."
UNBOUNDED = 2**53


def camel(name):
    """An option's name as a function is called."""
    head, *rest = name.split("_")
    return head + "".join(map(str.capitalize, rest))


def sentence(row):
    """What an option does, and its range."""
    if row["type"] != "whole_number":
        return row["about"]
    low, high = row["min"], row["max"]
    span = f"at least {low}" if high == UNBOUNDED else f"{low} to {high}"
    return f"{row['about']} Range: {span}{' ' + row['unit'] if 'unit' in row else ''}."


def write(target, *parts):
    """Writes a file of these parts, each with an empty line before it."""
    (TREE / "mobile" / target).write_text("\n".join([GENERATED, *parts]))

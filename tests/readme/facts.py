"""What the README lists is what the contract says, no more and no less."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

from blocks import Block, names, section, table

if TYPE_CHECKING:
    from collections.abc import Iterator

FEW = 10
"""A section of a system takes fewer lines than this in each language."""
SYSTEMS = ("livelike", "likecoin-login", "likecoin-api")
LANGUAGES = ("python", "js", "swift", "kotlin", "rust", "c")


def check(root: Path, markdown: str, found: list[Block]) -> Iterator[tuple[str, bool]]:
    """Yields what was checked and whether it holds."""
    contract = json.loads((root / "tests" / "contract.json").read_text())

    listed = {row[0].strip("`"): names(row[1]) for row in table(section(markdown, "## Errors"), "kind")}
    codes: dict[str, list[str]] = {}
    for entry in contract["codes"]:
        codes.setdefault(entry["kind"], []).append(entry["code"])
    yield "the error codes are the contract's", listed == codes

    algorithms = names(section(markdown, "## Algorithms").split("\n\n")[0])
    yield "the algorithms are the contract's", algorithms == contract["algorithms"]

    policy = table(section(markdown, "## The strict defaults, and how to relax each"), "rule")
    fields = {name for row in policy for name in names(row[2])} & set(contract["policy"])
    unknown = {name for row in policy for name in names(row[2])} - fields - {"true", "iat", "now"}
    yield "the policy's fields are the contract's", fields == set(contract["policy"]) and not unknown

    for heading, column, entry in (
        ("## Signing", "option", "signer_options"),
        ("## Keys", "option on import", "key_options"),
        ("### Taking access tokens, as an API", "option", "likecoin_verifier_options"),
    ):
        rows = table(section(markdown, heading), column)
        yield f"{entry} are the contract's", [row[0].strip("`") for row in rows] == contract[entry]

    there = {(block.language, block.name) for block in found}
    yield "no block has another's name", len(there) == len(found)
    for name in ("verify", *SYSTEMS):
        missing = [language for language in LANGUAGES if (language, name) not in there]
        yield f"{name} is shown in six languages", not missing
    for block in found:
        if block.name in SYSTEMS:
            yield f"{block} is under {FEW} lines", block.lines < FEW

    links = re.findall(r"\]\(([^)#]+)\)", markdown)
    yield "every link leads somewhere", all((root / link).exists() for link in links)
    yield "the page looks no secret up on the network", "http://" not in markdown

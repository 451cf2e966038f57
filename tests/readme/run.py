"""Executes every fenced block of README.md and checks what it lists: `.ci/readme test`."""

from __future__ import annotations

import sys
import time

import facts
import install
from blocks import Block, blocks
from programs import LANGUAGES, ROOT, TARGET
from provider import Provider

TAIL = 25
"""Lines of a failed program's output that are shown."""


def executed(found: list[Block], settings: dict[str, str]) -> dict[Block, bool]:
    """Every block of every language, and whether it did what it should."""
    results = {}
    for language, how in LANGUAGES.items():
        mine = [block for block in found if block.language == language and block not in results]
        mine = [block for block in mine if (language, block.name) not in install.KINDS]
        start = time.monotonic()
        try:
            passed, output = how.outcome(language, mine, settings)
        except (ValueError, OSError) as error:
            passed, output = set(), repr(error)
        results |= {block: block.name in passed for block in mine}
        print(f"{language}: {len(passed)} of {len(mine)} blocks in {time.monotonic() - start:.1f} s")
        if len(passed) != len(mine):
            print("\n".join(output.splitlines()[-TAIL:]), file=sys.stderr)
    return results


def main() -> int:
    markdown = (ROOT / "README.md").read_text()
    found = blocks(markdown)
    results: dict[object, bool] = {}
    for block in found:
        kind = (block.language, block.name)
        if kind in install.KINDS:
            trouble = install.outcome(kind, block.text)
            results[block] = trouble is None
            if trouble:
                print(f"{block}:\n" + "\n".join(trouble.splitlines()[-TAIL:]), file=sys.stderr)
    provider = Provider(TARGET / "checked" / "equipment")
    try:
        results |= executed(found, provider.settings)
    finally:
        provider.stop()
    # One that no language here knows, or that stands there twice, was not run.
    for block in found:
        results.setdefault(block, False)
    results |= dict(facts.check(ROOT, markdown, found))

    for what, passed in results.items():
        if not passed:
            print(f"FAILED: {what}")
    failed = sum(not passed for passed in results.values())
    print(f"{len(results) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

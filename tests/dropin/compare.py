"""Compares two runs of a suite: compare.py NAME ORIGINAL DROPIN EXPECTED ROWS.

A report is what pytest writes as JUnit XML, what mocha writes as JSON, or what tape or Rust's test
program prints. A test that passes with the original and not with the drop-in is an error, unless EXPECTED
names it on a line `NAME: TEST`. ROWS/NAME gets a row of the table: how many pass with the drop-in,
fail with the original, fail with the drop-in, and fail with it alone and are listed.
"""

import json
import re
import sys
from pathlib import Path
from xml.etree import ElementTree


def junit(text: str) -> dict[str, bool]:
    found = {}
    for case in ElementTree.fromstring(text).iter("testcase"):
        kinds = {child.tag for child in case}
        if "skipped" not in kinds:
            name = f"{case.get('classname')}::{case.get('name')}"
            found[name] = not kinds & {"failure", "error"}
    return found


def mocha(text: str) -> dict[str, bool]:
    # What the tests print themselves may come first.
    report = json.loads(text[text.index('{\n  "stats"') :])
    found = {}
    for kind in ("passes", "failures"):
        for test in report[kind]:
            # Some titles are used twice.
            name = title = test["fullTitle"]
            number = 1
            while name in found:
                number += 1
                name = f"{title} ({number})"
            found[name] = kind == "passes"
    return found


def tap(text: str) -> dict[str, bool]:
    found = {}
    title = ""
    for line in text.splitlines():
        if line.startswith("# "):
            title = line[2:]
        elif result := re.match(r"(not )?ok \d+ (.*)", line):
            name = f"{title}: {result[2]}"
            found[name] = found.get(name, True) and not result[1]
    return found


def libtest(text: str) -> dict[str, bool]:
    """The programs of a package may have tests of the same name; each begins with a count."""
    found = {}
    for number, program in enumerate(re.split(r"(?m)^running \d+ tests?$", text)):
        for name, verdict in re.findall(r"(?m)^test (.+) \.\.\. (ok|FAILED)$", program):
            found[f"{number} {name}"] = verdict == "ok"
    return found


def outcomes(path: str) -> dict[str, bool]:
    """The tests that ran, and whether each passed."""
    text = Path(path).read_text()
    read = {".xml": junit, ".json": mocha, ".tap": tap}.get(Path(path).suffix, libtest)
    return read(text)


def main() -> None:
    name, original, dropin, expected, rows = sys.argv[1:]
    before, after = outcomes(original), outcomes(dropin)
    listed = set(Path(expected).read_text().splitlines())
    lost = sorted(test for test, passed in before.items() if passed and not after.get(test))
    unlisted = [test for test in lost if f"{name}: {test}" not in listed]
    passed, now = sum(before.values()), sum(after.values())
    failed = len(before) - passed
    Path(rows).mkdir(parents=True, exist_ok=True)
    (Path(rows) / name).write_text(
        f"{name}\t{now}\t{failed}\t{len(after) - now}\t{len(lost) - len(unlisted)}\n"
    )
    print(f"{name}: {passed} of {len(before)} pass with the original, {now} with jotkit")
    for test in lost:
        print(f"  {'NEW' if test in unlisted else 'expected'}: {test}")
    if not passed:
        sys.exit(f"{name}: nothing passes with the original, so nothing is compared")
    if unlisted:
        sys.exit(f"{name}: {len(unlisted)} tests fail with jotkit alone and are not listed")


main()

"""Compares two runs of a suite: compare.py NAME ORIGINAL.xml DROPIN.xml EXPECTED."""

import sys
from pathlib import Path
from xml.etree import ElementTree


def outcomes(path: str) -> dict[str, bool]:
    """The tests that ran, and whether each passed."""
    found = {}
    for case in ElementTree.parse(path).iter("testcase"):
        name = f"{case.get('classname')}::{case.get('name')}"
        kinds = {child.tag for child in case}
        if "skipped" not in kinds:
            found[name] = not kinds & {"failure", "error"}
    return found


def main() -> None:
    name, original, dropin, expected = sys.argv[1:]
    before, after = outcomes(original), outcomes(dropin)
    lines = Path(expected).read_text().splitlines()
    listed = {line.strip() for line in lines if line and not line.startswith("#")}
    lost = {test for test, passed in before.items() if passed and not after.get(test)}
    passed = sum(before.values())
    print(f"{name}: {passed} of {len(before)} pass with PyJWT, {sum(after.values())} with jotkit")
    if not passed:
        sys.exit(f"{name}: nothing passes with PyJWT, so nothing is compared")
    for test in sorted(lost):
        print(f"  {'expected' if test in listed else 'NEW'}: {test}")
    if unlisted := lost - listed:
        sys.exit(f"{name}: {len(unlisted)} tests fail with jotkit alone and are not listed")


main()

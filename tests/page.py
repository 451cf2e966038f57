#!/usr/bin/env python3
"""Writes the files that a section of a page names: `tests/page.py PAGE SECTION FOLDER`.

A file is a fenced block after a paragraph that ends with its path and a colon: "`src/main.rs`:". With
this, a test does what a reader of the page does.
"""

import pathlib
import re
import sys

FILE = re.compile(r"`([^`\s]+)`:\n+(?:<!--[^\n]*-->\n)?```[^\n]*\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def section(text, name):
    """What is below the heading of this name."""
    parts = re.split(r"^##+ (.+)\n", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))[name]


def main():
    page, name, folder = sys.argv[1:]
    text = pathlib.Path(page).read_text(encoding="utf-8")
    files = FILE.findall(section(text, name))
    if not files:
        sys.exit(f"page: the section {name} of {page} names no file")
    for path, content in files:
        place = pathlib.Path(folder, path)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(content, encoding="utf-8")


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Pastes regions of the examples into the Markdown files: `tests/snippets.py [--check]`.

In Markdown, a fenced block after `<!-- example: python/examples/snippets.py#verify -->` is that
region of that file. In the source, a region is the lines between a comment `snippet: verify` and the
next comment `snippet end`, without their common indentation; lines that are `snippet: verify import`
regions come first. `--check` changes nothing and fails if a block is not up to date.
"""

import pathlib
import re
import subprocess
import sys
import textwrap

ROOT = pathlib.Path(__file__).resolve().parent.parent
BLOCK = re.compile(r"(<!-- example: ([^#\s]+)#(\S+) -->\n)(?:```.*?^```\n)?", re.DOTALL | re.MULTILINE)
LANGUAGES = {
    ".py": "python", ".mjs": "js", ".ts": "ts", ".swift": "swift", ".kt": "kotlin", ".java": "java",
    ".rs": "rust", ".c": "c", ".h": "c", ".cpp": "cpp", ".sh": "sh", ".xml": "xml",
}


def region(path, name):
    """The text of a region; ValueError if there is none."""
    parts = {"import": [], "": []}
    inside = None
    for line in path.read_text(encoding="utf-8").splitlines():
        comment = re.fullmatch(r"\s*(?:#|//|/\*|<!--) snippet(?:: (\S+)( import)?| end)(?: \*/| -->)?", line)
        if not comment:
            if inside is not None:
                parts[inside].append(line)
        elif comment[1] == name:
            inside = (comment[2] or "").strip()
        else:
            inside = None
    if not parts[""]:
        raise ValueError(f"{path.relative_to(ROOT)} has no region {name}")
    texts = [textwrap.dedent("\n".join(lines)).strip("\n") for lines in parts.values() if lines]
    return "\n\n".join(texts) + "\n"


def filled(markdown, missing):
    """The text with its blocks filled again; those that cannot be are added to `missing`."""

    def fill(found):
        path = ROOT / found[2]
        try:
            return f"{found[1]}```{LANGUAGES[path.suffix]}\n{region(path, found[3])}```\n"
        except (OSError, ValueError):
            missing.append(f"there is no example {found[2]}#{found[3]}")
            return found[0]

    return BLOCK.sub(fill, markdown)


def main():
    wrong = []
    files = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.md"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.split()
    for name in files:
        path = ROOT / name
        if not path.exists():
            continue
        old = path.read_text(encoding="utf-8")
        if (new := filled(old, wrong)) == old:
            continue
        if "--check" in sys.argv:
            wrong.append(f"{name}: an example has changed; run `make gen`")
        else:
            path.write_text(new, encoding="utf-8")
    for line in wrong:
        print(f"snippets: {line}", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

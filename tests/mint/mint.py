"""Writes tests/vectors/*.json of the general part. Deterministic: a second run changes no file."""

import importlib
import pathlib
import sys

from book import Book, check

SUBJECTS = sys.argv[1:] or [
    "rfc", "shape", "headers", "algorithms", "keyforms", "keyexport", "keysets", "jsontext", "times", "parties", "policies", "order", "signing", "libraries", "security",
]
OUT = pathlib.Path(__file__).parent.parent / "vectors"

for subject in SUBJECTS:
    importlib.import_module(subject).build()
total = check(Book.every)
for book in Book.every:
    (OUT / f"{book.name}.json").write_text(book.text(), encoding="ascii")
    print(f"{len(book.vectors):5} {book.name}.json {(OUT / (book.name + '.json')).stat().st_size}")
print(f"{total:5} vectors")

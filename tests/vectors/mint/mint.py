"""Writes tests/vectors/*.json, all or those of the modules named. A second run changes no file."""

import importlib
import pathlib
import sys

from book import Book, check

MODULES = """
    rfc shape headers algorithms keyforms keyexport keysets pemfiles pemlayouts opensshkeys encryptedkeys psskeys
    barekeys weakkeys jsontext times parties policies order signing
    libraries security livelike_sign livelike_verify likecoin_issue likecoin_verify likecoin_read likecoin_scope
    oauth_browser oauth_token oauth_response oauth_session
    field explain challenge jws keyset_info key_choice padded untyped signed_times own_headers
    scopes profiles recipes
    provider
    remote_ask remote_lifetime remote_replies remote_backoff remote_leases remote_discovery remote_snapshots remote_options
"""
OUT = pathlib.Path(__file__).parent.parent

for module in sys.argv[1:] or MODULES.split():
    importlib.import_module(module).build()
total = check(Book.every)
for book in Book.every:
    (OUT / book.path()).write_text(book.text(), encoding="ascii")
    print(f"{len(book.vectors):5} {book.path()}")
print(f"{total:5} vectors")

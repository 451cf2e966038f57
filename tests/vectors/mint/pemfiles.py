"""pem-files.json: PEM files as programs really write them."""

from book import Book, err

PARAMETERS = "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n"
KEY = """-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIKX5YmwBBmThByjTmZdex0TRlox3VisLyUGTWZkmbgAgoAoGCCqGSM49
AwEHoUQDQgAE7CdiR32kqivOJL7zLZ9j1UQdHgn6jydUjMnVM2f7zCpEKNMjiveK
4b+6r8KHgRN1Fn8X4NL7qhQg/n2KFMq74Q==
-----END EC PRIVATE KEY-----
"""


def build():
    book = Book("pem-files", "PEM files as programs really write them.")
    read = {"alg": "ES256", "kty": "EC", "thumbprint": "GDX-0Lw2n0eJ4WhQVbQkYfMkhxJA1jssvJcUWmLkP5s", "private": True}
    book.key_info("pem-openssl-ecparam", "OpenSSL's `ecparam -genkey` writes the curve in a block of its own before the key; "
                  "the file is still one key.", "RFC 5915 §4, RFC 7468 §13; verdict rule: keys", {"pem": PARAMETERS + KEY}, {"ok": read})
    book.key_info("pem-openssl-ecparam-alone", "A curve's parameters without a key are not a key.",
                  "RFC 5915 §4; verdict rule: keys, key_invalid", {"pem": PARAMETERS}, err("key_invalid"))
    book.key_info("pem-two-keys", "Of two keys in one file nothing says which one is meant.", "verdict rule: keys, key_invalid",
                  {"pem": KEY + KEY}, err("key_invalid"))

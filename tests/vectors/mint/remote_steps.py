"""What the scripts of keys behind a URL are made of: the steps, and the result of each.

All times are milliseconds after START.
"""

import json

from book import Book
from testkeys import EC_A, EC_B, jwk, oct_jwk

START = 1_800_000_000_000
"""Fri, 15 Jan 2027 08:00:00 GMT."""
KEYS = "https://id.example/keys"
ISSUER = "https://id.example"
DOCUMENT = ISSUER + "/.well-known/openid-configuration"
DOCUMENT_2 = ISSUER + "/.well-known/oauth-authorization-server"
OPTIONS, DISCOVER = {"jwks_url": KEYS}, {"issuer": ISSUER}

K1, K2 = jwk(EC_A["P-256"], alg="ES256", kid="k1"), jwk(EC_B["P-256"], alg="ES256", kid="k2")
WEIRD, SHARED = {"kty": "weird", "kid": "w"}, oct_jwk(alg="HS256", kid="s")


def key_set(*entries, **more):
    return json.dumps({"keys": list(entries)} | more, separators=(",", ":"))


SET, SET_2, BOTH = key_set(K1), key_set(K2), key_set(K1, K2)


# Steps.


def ask(at, kid="k1", alg="ES256", **more):
    names = {"kid": kid} if kid is not None else {}
    return {"at": START + at, "ask": {"alg": alg} | names | more}


def reply(at, lease, status, body="", headers=None, jitter=None):
    answer = {"lease": lease, "status": status, "headers": headers or {}, "body": body}
    return {"at": START + at, "answer": answer} | ({} if jitter is None else {"jitter": jitter})


def good(at, lease, body=SET, headers=None):
    return reply(at, lease, 200, body, headers)


def same(at, lease, headers=None):
    """The set is not modified."""
    return reply(at, lease, 304, headers=headers)


def down(at, lease, headers=None, jitter=None):
    return reply(at, lease, 503, headers=headers, jitter=jitter)


def lost(at, lease, cause="network", jitter=None):
    """The host got no reply."""
    return {"at": START + at, "answer": {"lease": lease, "failed": cause}} | ({} if jitter is None else {"jitter": jitter})


def document(at, lease, jwks_uri=KEYS, issuer=ISSUER, **more):
    return reply(at, lease, 200, json.dumps({"issuer": issuer, "jwks_uri": jwks_uri} | more))


def seed(at, text):
    return {"at": START + at, "seed": text}


def export(at):
    return {"at": START + at, "export": True}


def restart(at):
    return {"at": START + at, "restart": True}


def wake(at):
    return {"at": START + at, "wake_at": True}


def status(at, **more):
    return {"at": START + at, "status": True, **more}


# Results.


def request(lease, url=KEYS, etag=None, fresh=False, timeout_ms=5000, max_bytes=524_288):
    """`etag` of the set that is held; `fresh` asks past the proxies."""
    of_keys = "/.well-known/" not in url
    headers = {"accept": "application/jwk-set+json, application/json" if of_keys else "application/json", "accept-encoding": "identity"}
    headers |= {"if-none-match": etag} if etag else {}
    headers |= {"cache-control": "no-cache"} if fresh else {}
    return {"lease": lease, "url": url, "headers": headers, "timeout_ms": timeout_ms, "max_bytes": max_bytes}


def fetch(lease, *more, **named):
    return {"step": "fetch", **request(lease, *more, **named)}


def fetch_fresh(lease, *more, **named):
    return fetch(lease, *more, fresh=True, **named)


def use(*kids):
    return {"step": "use", "kids": list(kids or ["k1"])}


def use_and_fetch(lease, *more, kids=("k1",), **named):
    return {"step": "use_and_fetch", "kids": list(kids), **request(lease, *more, **named)}


def wait(until, generation):
    return {"step": "wait", "until": START + until, "generation": generation}


def unavailable(retry_at):
    return {"step": "refuse", "code": "keys_unavailable", "retry_at": START + retry_at}


UNKNOWN = {"step": "refuse", "code": "key_unknown"}
OTHER_ISSUER = {"step": "refuse", "code": "issuer_refused"}


def replaced(skipped=0):
    return {"change": "replaced", "skipped": skipped}


def unchanged(skipped=0):
    return {"change": "unchanged", "skipped": skipped}


def failed(retry_at, cause="status"):
    return {"change": "failed", "cause": cause, "retry_at": START + retry_at}


NEXT, IGNORED = {"change": "next"}, {"change": "ignored"}


def woken(at):
    return {"wake_at": START + at}


NEVER = {}
TAKEN = {}
NOT_TAKEN = {"error": {"code": "argument_invalid", "kind": "usage"}}


def state(state, generation, kids=("k1",), skipped=(), failures=0, since=None, retry_at=None, last_error=None):
    kids = [] if state == "empty" else list(kids)
    out = {"state": state, "kids": kids, "skipped": list(skipped), "failures": failures, "generation": generation}
    out |= {} if since is None else {"since": START + since}
    out |= {} if retry_at is None else {"retry_at": START + retry_at}
    return out | ({} if last_error is None else {"last_error": last_error})


# Steps with their results. A set without headers is ageing after 480 s, stale after 600 s, gone after 87 000 s.

LOADED = (ask(0), fetch(1), good(0, 1), replaced())
TAGGED = (ask(0), fetch(1), good(0, 1, headers={"ETag": '"v1"'}), replaced())
FOUND = (ask(0), fetch(1, DOCUMENT), document(0, 1), NEXT)
FOUND_LOADED = (*FOUND, ask(0), fetch(2), good(0, 2), replaced())
AGEING, STALE, GONE = 480_000, 600_000, 87_000_000


class Scripts(Book):
    def __init__(self, name, about, topic):
        super().__init__(name, about)
        self.rule = "remote keys: " + topic

    def script(self, name, why, *pairs, options=OPTIONS):
        """Steps and results, in turns."""
        steps, results = list(pairs[::2]), list(pairs[1::2])
        assert len(pairs) % 2 == 0, name
        assert all("at" in step for step in steps) and not any("at" in result for result in results), name
        self.ok(name, why, self.rule, {"op": "remote_keys", "options": options, "steps": steps}, {"results": results})

    def refused(self, name, why, options):
        request = {"op": "remote_keys", "options": options, "steps": [ask(0)]}
        self.error(name, why, self.rule, request, "argument_invalid")

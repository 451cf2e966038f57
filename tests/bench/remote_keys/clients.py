"""Clients of Python that fetch keys: jotkit and PyJWT's PyJWKClient. See measure.py."""

import json
import sys
import threading
import time

import jotkit
import jwt


def jotkits(url, lifetime, timeout):
    options = (
        {} if lifetime is None else {"default_lifetime_ms": lifetime, "min_lifetime_ms": lifetime}
    )
    keys = jotkit.RemoteKeys(jwks_url=url, timeout_ms=timeout, **options)
    return jotkit.Verifier(keys, algorithms=["ES256"]).verify


def pyjwts(url, lifetime, timeout):
    client = jwt.PyJWKClient(
        url, lifespan=300 if lifetime is None else lifetime / 1000, timeout=timeout / 1000
    )

    def verify(token):
        return jwt.decode(token, client.get_signing_key_from_jwt(token).key, algorithms=["ES256"])

    return verify


MAKE = {"jotkit": jotkits, "PyJWKClient": pyjwts}


def good(verify, token):
    try:
        verify(token)
    except Exception:
        return False
    return True


def main():
    """One JSON object a line: {"make"} a client, or {"verify", "at_once"} tokens with it."""
    verify = None
    for line in sys.stdin:
        request = json.loads(line)
        began = time.perf_counter()
        verdicts = []
        if "make" in request:
            verify = MAKE[request["make"]](
                request["url"], request.get("lifetime"), request["timeout"]
            )
        elif request.get("at_once"):
            one = lambda token: verdicts.append(good(verify, token))  # noqa: E731
            threads = [threading.Thread(target=one, args=(token,)) for token in request["verify"]]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        else:
            verdicts = [good(verify, token) for token in request["verify"]]
        print(
            json.dumps({"good": sum(verdicts), "seconds": time.perf_counter() - began}), flush=True
        )


main()

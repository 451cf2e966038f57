"""PyJWT and jotkit.pyjwt, the same calls in turns: `.ci/bench dropin`."""

import statistics
import time

import jotkit
import jwt
from jotkit import pyjwt

ROUNDS = 15
# How long a batch takes, in seconds of the processor, whatever else the machine does.
BATCH = 0.03
CLAIMS = {"iss": "https://id.example", "sub": "u1", "aud": "api", "exp": 4_000_000_000}
SECRET = "a secret of at least 32 bytes, kept safe"


def pems(algorithm):
    key = jotkit.Key.generate(algorithm)
    return key.to_pem(), key.public().to_pem()


def cases():
    keys = {
        "HS256": (SECRET, SECRET),
        "RS256": pems("RS256"),
        "ES256": pems("ES256"),
    }
    for algorithm, (private, public) in keys.items():
        token = jwt.encode(CLAIMS, private, algorithm)

        def encode(module, private=private, algorithm=algorithm):
            return module.encode(CLAIMS, private, algorithm)

        def decode(module, token=token, public=public, algorithm=algorithm):
            return module.decode(token, public, [algorithm], audience="api")

        yield f"encode {algorithm}", encode
        yield f"decode {algorithm}", decode


def batch(call, module, count):
    start = time.process_time()
    for _ in range(count):
        call(module)
    return (time.process_time() - start) / count


def main():
    print("| Python | PyJWT | jotkit.pyjwt | ratio |")
    print("|---|---|---|---|")
    for name, call in cases():
        counts = {}
        for module in (jwt, pyjwt):
            batch(call, module, 20)
            counts[module] = max(1, int(BATCH / batch(call, module, 20)))
        times = {jwt: [], pyjwt: []}
        for turn in range(ROUNDS):
            for module in (jwt, pyjwt) if turn % 2 else (pyjwt, jwt):
                times[module].append(batch(call, module, counts[module]))
        before, after = (statistics.median(times[module]) * 1e6 for module in (jwt, pyjwt))
        print(f"| {name} | {before:.1f} µs | {after:.1f} µs | {before / after:.1f} |", flush=True)


main()

#!/usr/bin/env python3
"""What clients that fetch keys do when their server does not: writes a table in Markdown.

    measure.py PYTHON NODE_FOLDER NIMBUS_JAR

Each client is a program (`clients.py`, `clients.mjs`, `Clients.java`) that takes tokens to verify; the server is
tests/stand_ins/jwks.py. Run by `.ci/bench remote`, in an environment that has jotkit.
"""

import json
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import jotkit

HERE = Path(__file__).resolve().parent
STAND_IN = HERE.parents[1] / "stand_ins/jwks.py"
CLIENTS = [
    ("Python", "jotkit"),
    ("Python", "PyJWKClient"),
    ("Node", "jotkit"),
    ("Node", "jose"),
    ("Node", "jwks-rsa"),
    ("JVM", "nimbus"),
]
# Milliseconds.
TIMEOUT, LIFETIME = 1_000, 1_000
TRIED = 50


class Program:
    """A JSON object a line goes in, and one comes out."""

    def __init__(self, command):
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def __call__(self, **request):
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())


class Provider:
    """A provider of the stand-in that no client has seen yet, with the keys `a` and `b`."""

    count = 0

    def __init__(self, port):
        Provider.count += 1
        name = f"p{Provider.count}"
        self.url = f"http://127.0.0.1:{port}/{name}/jwks"
        self.control = f"http://127.0.0.1:{port}/control/{name}"
        self.keys = {kid: jotkit.Key.generate("ES256").with_kid(kid) for kid in "ab"}
        self.publish("a")

    def set(self, **state):
        urllib.request.urlopen(self.control, json.dumps(state).encode()).close()

    def publish(self, kid, **state):
        self.set(keys=[self.keys[kid].public().to_jwk() | {"alg": "ES256", "use": "sig"}], **state)

    def requests(self):
        with urllib.request.urlopen(self.control) as reply:
            return json.load(reply)["requests"]["jwks"]

    def token(self, kid, name=None):
        return jotkit.Signer(self.keys[kid].with_kid(name or kid), lifetime=3600).sign(
            {"sub": "u1"}
        )


def cold_start(program, make, provider):
    provider.set(delay=0.2)
    make()
    answer = program(verify=[provider.token("a")] * TRIED, at_once=True)
    return f"{provider.requests()} requests, {TRIED - answer['good']} refused"


def random_ids(program, make, provider):
    make()
    program(verify=[provider.token("a")])
    before = provider.requests()
    program(verify=[provider.token("a", f"x{number}") for number in range(300)])
    return f"{provider.requests() - before} requests"


def outage(mode):
    def measure(program, make, provider):
        make(lifetime=LIFETIME)
        program(verify=[provider.token("a")])
        before = provider.requests()
        provider.set(mode=mode)
        time.sleep(LIFETIME / 1000 + 0.1)
        answer = program(verify=[provider.token("a")] * TRIED, at_once=mode == "hang")
        requests = provider.requests() - before
        return f"{TRIED - answer['good']} refused, {requests} requests, {answer['seconds']:.2f} s"

    return measure


def rotation(program, make, provider):
    make()
    program(verify=[provider.token("a")])
    provider.publish("b")
    new = program(verify=[provider.token("b")])["good"]
    old = program(verify=[provider.token("a")])["good"]
    return f"new key {'accepted' if new else 'refused'} at once, removed one {'accepted' if old else 'refused'}"


ROWS = {
    f"cold start, {TRIED} tokens at once": cold_start,
    "300 tokens with made-up key ids": random_ids,
    f"expired set, the server answers 503: of {TRIED} good tokens": outage("status"),
    f"expired set, the server hangs: of {TRIED} good tokens at once": outage("hang"),
    "rotation": rotation,
}


def main():
    python, node, nimbus = sys.argv[1:]
    commands = {
        "Python": [python, HERE / "clients.py"],
        "Node": ["node", Path(node) / "clients.mjs"],
        "JVM": ["java", "-cp", nimbus, HERE / "Clients.java"],
    }
    server = subprocess.Popen(
        [sys.executable, STAND_IN], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    port = json.loads(server.stdout.readline())["port"]
    print("| what happens |", *(f"{name}, {language} |" for language, name in CLIENTS))
    print("|---|" + "---|" * len(CLIENTS))
    for row, measure in ROWS.items():
        print(f"| {row} |", end="")
        for language, name in CLIENTS:
            program, provider = Program(commands[language]), Provider(port)

            def make(program=program, provider=provider, name=name, **more):
                program(make=name, url=provider.url, timeout=TIMEOUT, **more)

            print(f" {measure(program, make, provider)} |", end="", flush=True)
            program.process.kill()
        print()


main()

"""A process that uses a provider's database with others: `STORE JOB ARGUMENTS...`. Run by a test.

It prints a line for each answer, so that the one who ends it knows what was answered.
"""

from __future__ import annotations

import json
import sys

import providing

from jotkit.provider import Postgres, SQLite


def store(address):
    path = address.removeprefix("sqlite:")
    return SQLite(path) if path != address else Postgres(address)


def say(*words):
    print(*words, flush=True)


def main():
    address, job, *arguments = sys.argv[1:]
    made = providing.provider(store(address), users=lambda name: {})
    say("ready")
    sys.stdin.readline()
    if job == "redeem":
        for given in arguments:
            say(providing.exchange(made, given).status)
    elif job == "refresh":
        [token, times] = arguments
        for _ in range(int(times)):
            reply = providing.refresh(made, token)
            say(
                reply.status, json.loads(reply.body)["refresh_token"] if reply.status == 200 else ""
            )
    elif job == "log in":
        # Until it is ended.
        number = 0
        while True:
            number += 1
            made_for = f"user-{number}"
            say(made_for, providing.code(made, user=made_for))


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Puts vectors to the subject and compares its answers: vectors.py FILE... -- SUBJECT..."""

import json
import re
import subprocess
import sys


def read(files):
    """The vectors, and their requests as they were written: digits and repeated members matter."""
    vectors, requests = [], ""
    for name in files:
        with open(name, encoding="utf-8") as file:
            text = file.read()
        vectors += json.loads(text)["vectors"]
        for found in re.finditer(r'(?<!\\)"request":\s*', text):
            _, end = json.JSONDecoder().raw_decode(text, found.end())
            requests += '{"id":"",' + text[found.end() + 1 : end].replace("\n", " ") + "\n"
    return vectors, requests


def holds(vector, got):
    wanted = vector["answer"]
    if "error" in wanted:
        return "error" in got and {**wanted["error"], "kind": got["error"]["kind"]} == got["error"]
    varies = dict.fromkeys(vector.get("varies", []))
    return "ok" in got and {**got["ok"], **varies} == {**wanted["ok"], **varies}


def main(arguments):
    separator = arguments.index("--")
    vectors, requests = read(arguments[:separator])
    subject = arguments[separator + 1 :]
    answers = subprocess.run(subject, input=requests.encode(), stdout=subprocess.PIPE, check=True)
    failed = 0
    for vector, line in zip(vectors, answers.stdout.decode().split("\n")[:-1], strict=True):
        if not holds(vector, json.loads(line)):
            failed += 1
            print(f"FAILED {vector['name']}\n  expected {vector['answer']}\n  got      {line}")
    print(f"vectors: {len(vectors) - failed} passed, {failed} failed")
    return failed > 0 or not vectors


sys.exit(main(sys.argv[1:]))

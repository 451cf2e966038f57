"""Collects vectors and writes them as tests/vectors/NAME.json."""

import json
import pathlib

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "vectors"


class Vectors:
    def __init__(self, stem, about):
        self.stem = stem
        self.about = about
        self.vectors = []

    def ok(self, name, why, rule, request, ok, varies=()):
        """An accepted request; `varies` names members that differ from run to run and are not compared."""
        self._add(name, why, rule, request, {"ok": ok}, varies)

    def error(self, name, why, rule, request, code, claim=None):
        error = {"code": code} if claim is None else {"code": code, "claim": claim}
        self._add(name, why, rule, request, {"error": error}, ())

    def _add(self, name, why, rule, request, answer, varies):
        vector = {"name": f"{self.stem}-{name}", "why": why, "rule": rule, "request": request, "answer": answer}
        if varies:
            vector["varies"] = list(varies)
        self.vectors.append(vector)

    def write(self):
        """One member per line: a changed vector shows up as few changed lines. ASCII only, so that nothing is invisible."""
        blocks = []
        for vector in self.vectors:
            lines = [f"  {json.dumps(name)}: {json.dumps(value)}" for name, value in vector.items()]
            blocks.append(" {\n" + ",\n".join(lines) + "\n }")
        body = ",\n".join(blocks)
        FOLDER.mkdir(parents=True, exist_ok=True)
        path = FOLDER / f"{self.stem}.json"
        path.write_text(f'{{"about": {json.dumps(self.about)},\n"vectors": [\n{body}\n]}}\n')
        return path

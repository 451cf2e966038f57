"""The stub names exactly the fields and algorithms that every language promises."""

import ast
import json
from pathlib import Path

import jotkit

ROOT = Path(__file__).resolve().parents[2]
CONTRACT = json.loads((ROOT / "tests/contract.json").read_text(encoding="utf-8"))
STUB = ast.parse((ROOT / "python/jotkit/_jotkit.pyi").read_text(encoding="utf-8"))


def fields(name: str) -> list[str]:
    """The fields of one of the stub's dictionaries, those of its bases included."""
    (found,) = (node for node in STUB.body if isinstance(node, ast.ClassDef) and node.name == name)
    bases = [base.id for base in found.bases if isinstance(base, ast.Name)]
    inherited = [field for base in bases if base != "TypedDict" for field in fields(base)]
    return inherited + [
        node.target.id
        for node in found.body
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
    ]


def test_the_policy_has_the_contracts_fields() -> None:
    assert fields("PolicyFields") == CONTRACT["policy"]


def test_the_options_have_the_contracts_fields() -> None:
    assert fields("SignerOptions") == CONTRACT["signer_options"]
    assert sorted(fields("AnyKeyOptions")) == sorted(CONTRACT["key_options"])
    assert sorted(fields("LikeCoinDemands")) == sorted(CONTRACT["likecoin_verifier_options"])


def test_the_algorithms_are_the_contracts() -> None:
    assert list(jotkit.ALGORITHMS) == CONTRACT["algorithms"]

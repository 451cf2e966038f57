"""Where the programs under test are; `.ci/systems build` makes them."""

from __future__ import annotations

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "checked"

EQUIPMENT = TARGET / "equipment"
AXUM_SERVER = TARGET / "jotkit-example-axum-server"
C_VERIFY = TARGET.parent / "c" / "bin" / "verify"
PYTHON_EXAMPLES = ROOT / "python" / "examples"
EXPRESS = ROOT / "node" / "examples" / "express"
BROWSER = ROOT / "tests" / "stand_ins" / "browser" / "login.mjs"

_SWIFT = [ROOT / ".ci" / "swift-toolchain", "run"]
_SWIFT_PROGRAMS = ROOT / "mobile" / "swift" / ".build" / "release"
SWIFT_LOGIN = [*_SWIFT, _SWIFT_PROGRAMS / "mobile-login"]

_KOTLIN = ROOT / "mobile" / "kotlin" / "target"
_JAVA = ["java", "-cp", os.pathsep.join(str(_KOTLIN / part) for part in ("classes", "test-classes", "lib/*"))]
KOTLIN_LOGIN = [*_JAVA, "examples.MobileLoginKt"]

# The example `verify` of each language; C's reads files and has tests of its own.
EXAMPLES = {
    "rust": [TARGET / "examples" / "verify"],
    "python": [sys.executable, PYTHON_EXAMPLES / "verify.py"],
    "node": ["node", ROOT / "node" / "examples" / "verify.mjs"],
    "swift": [*_SWIFT, _SWIFT_PROGRAMS / "verify-example"],
    "kotlin": [*_JAVA, "examples.VerifyKt"],
}

"""Where the programs under test are. `.ci/systems build` has put them there."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "checked"

EQUIPMENT = TARGET / "equipment"
AXUM_SERVER = TARGET / "jotkit-example-axum-server"
C_VERIFY = TARGET.parent / "c" / "bin" / "verify"
PYTHON_EXAMPLES = ROOT / "python" / "examples"
EXPRESS = ROOT / "node" / "examples" / "express"
BROWSER = ROOT / "tests" / "stand_ins" / "browser" / "login.mjs"

SWIFT_LOGIN = [
    ROOT / ".ci" / "swift-toolchain",
    "run",
    ROOT / "mobile" / "swift" / ".build" / "release" / "mobile-login",
]

_KOTLIN = ROOT / "mobile" / "kotlin" / "target"
KOTLIN_LOGIN = [
    "java",
    "-cp",
    os.pathsep.join(str(_KOTLIN / part) for part in ("classes", "test-classes", "lib/*")),
    "examples.MobileLoginKt",
]

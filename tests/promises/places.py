"""Where things are."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CACHE = Path(os.environ.get("JOTKIT_CACHE", ROOT / ".cache"))
SERVER = ROOT / "tests" / "provider"

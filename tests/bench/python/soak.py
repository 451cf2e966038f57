"""Many verifies of every outcome, and what they leave in memory."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from libraries import JOTKIT

import jotkit

if TYPE_CHECKING:
    from libraries import Work

ROUND = 64
"""So many HMAC verifies to one of ES256."""


def resident_bytes() -> int:
    """What the process holds of the machine's memory."""
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def run(work: Work, count: int) -> dict[str, int]:
    """Verifies so many tokens; the first tenth is there to fill what is filled once."""
    tokens = work["tokens"]
    verify, verify_curve = (JOTKIT.verifier(work, alg).verify for alg in ("HS256", "ES256"))
    good, curve = tokens["verify-HS256"], tokens["verify-ES256"]
    refused = [tokens[f"refuse-{name}"] for name in ("expired", "signature", "garbage")]
    start, done = 0, 0
    while done < count:
        for turn in range(ROUND - 1):
            if turn % 2:
                verify(good)
                continue
            try:
                verify(refused[turn // 2 % 3])
            except jotkit.JotkitError:
                continue
            raise AssertionError("a bad token was accepted")
        verify_curve(curve)
        done += ROUND
        if not start and done >= count / 10:
            start = resident_bytes()
    return {"rss_start": start, "rss_end": resident_bytes()}

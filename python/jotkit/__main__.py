"""The program ``jotkit``: the package's console script, and ``python -m jotkit``."""

from __future__ import annotations

import signal
import sys

from jotkit._jotkit import cli


def main() -> int:
    """Runs the program with the arguments of the process, and returns its exit status."""
    # Python's own handler would only run after the program has ended.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    return cli(sys.argv)


if __name__ == "__main__":
    sys.exit(main())

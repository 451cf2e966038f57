"""What a bug report wants to know: ``python -m jotkit.pyjwt.help`` prints it."""

from __future__ import annotations

import json
import platform

from . import __version__


def _version(package: str) -> str:
    try:
        return str(__import__(package).__version__)
    except ModuleNotFoundError:
        return ""


def info() -> dict[str, dict[str, str]]:
    """The versions of the platform, the interpreter and the packages."""
    name, version = platform.python_implementation(), platform.python_version()
    return {
        "platform": {"system": platform.system(), "release": platform.release()},
        "implementation": {"name": name, "version": version},
        "cryptography": {"version": _version("cryptography")},
        "pyjwt": {"version": __version__},
        "jotkit": {"version": _version("jotkit")},
    }


def main() -> None:
    """Prints it as JSON."""
    print(json.dumps(info(), sort_keys=True, indent=2))  # noqa: T201


if __name__ == "__main__":
    main()

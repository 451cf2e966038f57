"""The console script; ``core/cli`` has the tests of the program itself."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import SECRET

import jotkit

SCRIPT = [str(Path(sys.executable).with_name("jotkit"))]
MODULE = [sys.executable, "-m", "jotkit"]


@pytest.mark.parametrize("program", [SCRIPT, MODULE])
def test_the_program_runs(program, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text(SECRET + "\n")
    key = ["--secret-file", str(secret), "--alg", "HS256"]
    token = jotkit.Signer(jotkit.Key.hs256(SECRET), lifetime=60).sign({"sub": "u\u1f31"})

    def run(*args, stdin):
        return subprocess.run([*program, *args], input=stdin, capture_output=True, check=False)

    verified = run("verify", *key, stdin=token.encode())
    assert (verified.returncode, verified.stderr) == (0, b"")
    assert '"sub": "u\u1f31"' in verified.stdout.decode()
    refused = run("verify", *key, "--issuer", "i", stdin=token.encode())
    assert (refused.returncode, refused.stdout) == (1, b"")
    assert refused.stderr.startswith(b"issuer_refused: ")
    mistake = run("verify", stdin=b"")
    assert mistake.returncode == 2
    assert b"Usage: jotkit verify " in mistake.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGINT to send")
def test_an_interrupt_ends_it():
    with subprocess.Popen([*MODULE, "inspect"], stdin=subprocess.PIPE) as program:
        # Importing the package takes a moment; before that, Python's own handler ends it.
        with pytest.raises(subprocess.TimeoutExpired):
            program.wait(2)
        program.send_signal(signal.SIGINT)
        assert program.wait(10) == -signal.SIGINT

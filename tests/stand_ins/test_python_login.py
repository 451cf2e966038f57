"""The login of the Python example."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from places import PYTHON_EXAMPLES
from programs import environment
from visitor import Visitor

if TYPE_CHECKING:
    from equipment import Equipment

REDIRECT_URI = "https://app.example/callback"


def test_a_user_accepts(equipment: Equipment) -> None:
    equipment.register_client(REDIRECT_URI)
    settings = {**equipment.client_settings(), "LIKECOIN_REDIRECT_URI": REDIRECT_URI}
    with subprocess.Popen(
        [sys.executable, PYTHON_EXAMPLES / "likecoin_login.py"],
        env=environment(settings),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as running:
        assert running.stdout is not None
        url = running.stdout.readline().strip()
        page = url.replace("https://like.co/in/oauth", equipment.consent_page, 1)
        assert page != url
        output, _ = running.communicate(Visitor().login_and("Allow", page) + "\n", 60)
    assert output.startswith("200 {")
    assert '"displayName":"William Chong"' in output.replace(" :", ":").replace(": ", ":")
    assert running.returncode == 0

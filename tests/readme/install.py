"""The blocks that say how to get jotkit: run in a project of their own, with a link to the repository."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from pathlib import Path

from programs import MANIFESTS, MARKER, OUT, ROOT, TARGET, run


def commands(text: str) -> None:
    """Runs the install lines in an empty project, and uses what each of them installed."""
    with tempfile.TemporaryDirectory() as place:
        project = Path(place)
        (project / "jotkit").symlink_to(ROOT)
        run("python3", "-m", "venv", "venv", cwd=project)
        run("npm", "init", "--yes", cwd=project)
        run("cargo", "init", "--quiet", "--vcs", "none", "--name", "app", cwd=project)
        prefix = project / "prefix"
        settings = {"PATH": f"{project}/venv/bin:{os.environ['PATH']}", "CARGO_TARGET_DIR": str(TARGET)}
        script = text.replace("$HOME/.local", str(prefix))
        run("bash", "-euc", script, cwd=project, settings=settings)

        run(project / "venv/bin/python", "-c", "import jotkit; jotkit.Key.generate('HS256')", cwd=project)
        run("node", "-e", "require('jotkit').Key.generate('HS256')", cwd=project)
        assert 'jotkit = { version = "0.1.0", path = "jotkit/core" }' in (project / "Cargo.toml").read_text()
        program = project / "app.c"
        program.write_text("#include <jotkit.h>\nint main(void) { return jotkit_version()[0] != '0'; }\n")
        flags = [f"-I{prefix}/include", f"-L{prefix}/lib", f"-Wl,-rpath,{prefix}/lib", "-ljotkit"]
        run("cc", program, *flags, "-o", "app", cwd=project)
        run(project / "app", cwd=project)
        assert list((ROOT / "mobile/kotlin/target").glob("jotkit-*.jar"))


def make(text: str) -> None:
    """The goals are there. What they do is what runs this."""
    goals = re.findall(r"^make (\w+)", text, re.MULTILINE)
    assert goals
    run("make", "--dry-run", *goals, cwd=ROOT)


def package(text: str) -> None:
    """The lines of a Swift manifest, which the snippets' own package is then built with."""
    manifest = (MANIFESTS / "Package.swift").read_text()
    for line in text.splitlines():
        kind = re.match(r"\.\w+", line)[0]
        manifest = manifest.replace(f"// README {kind}\n", f"{line}\n")
    assert not MARKER.search(manifest)
    (OUT / "readme-swift").mkdir(parents=True, exist_ok=True)
    (OUT / "readme-swift" / "Package.swift").write_text(manifest)


def dependency(text: str) -> None:
    """A Maven dependency, which the snippets' own project then has. It is taken from where it was built."""
    pom = (MANIFESTS / "pom.xml").read_text()
    version = re.search("<version>(.*?)</version>", text)[1]
    [jar] = (ROOT / "mobile/kotlin/target").glob(f"jotkit-{version}.jar")
    built_here = f"<scope>system</scope><systemPath>{jar}</systemPath></dependency>"
    (OUT / "readme-kotlin").mkdir(parents=True, exist_ok=True)
    filled = pom.replace("<!-- README dependency -->\n", text.replace("</dependency>", built_here))
    assert not MARKER.search(filled)
    (OUT / "readme-kotlin" / "pom.xml").write_text(filled)


KINDS = {
    ("sh", "install"): commands,
    ("sh", "make"): make,
    ("swift", "package"): package,
    ("xml", "dependency"): dependency,
}


def outcome(kind: tuple[str, str], text: str) -> str | None:
    """What went wrong, if anything did."""
    try:
        KINDS[kind](text)
    except subprocess.CalledProcessError as error:
        return error.stdout
    except (AssertionError, ValueError, TypeError) as error:
        return repr(error)
    return None

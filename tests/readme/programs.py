"""Puts the README's blocks into their frames, and runs the result.

A frame (frames/LANGUAGE/NAME.*) is a program with a line that says README, where the block goes. It supplies what the
block takes as given, checks what came out, and prints `ok NAME`. Lines that import stand at the head of the
file where the language wants them there.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from blocks import Block

ROOT = Path(__file__).resolve().parents[2]
FRAMES = Path(__file__).resolve().parent / "frames"
MANIFESTS = FRAMES.with_name("manifests")
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
CACHE = Path(os.environ.get("JOTKIT_CACHE", ROOT / ".cache"))
# Inside the tree: the Swift compiler may live in a root of its own that shows the tree alone.
OUT = ROOT / "target" / "readme"
MARKER = re.compile(r"^([ \t]*)(?:#|//|/\*|<!--) README ?(\S*?)(?: \*/| -->)?$", re.MULTILINE)


def run(*command: object, cwd: Path, settings: dict[str, str] | None = None) -> str:
    """The output of a command. Raises CalledProcessError, which has the output too."""
    return subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**os.environ, **(settings or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=True,
    ).stdout


def fill(frame: str, text: str, imports: str | None) -> str:
    """A frame with a block in its place."""
    lines = text.splitlines()
    head = [line for line in lines if imports and re.match(imports, line)]
    body = [line for line in lines if line not in head]
    filled, count = MARKER.subn(lambda found: "\n".join(found[1] + line if line else "" for line in body), frame)
    if count != 1:
        raise ValueError(f"a frame has one place for its block, not {count}")
    return "\n".join([*head, filled])


@dataclass(frozen=True)
class Language:
    """How one language's frames become programs."""

    suffix: str
    run: Callable[[Path, dict[str, str]], str]
    """Compiles and runs everything in a folder; returns what it printed."""
    imports: str | None = None

    def outcome(self, language: str, blocks: list[Block], settings: dict[str, str]) -> tuple[set[str], str]:
        """The names of the blocks that did what they should, and the output."""
        folder = OUT / f"readme-{language}"
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob(f"*{self.suffix}"):
            if not (MANIFESTS / old.name).exists():
                old.unlink()
        texts = {block.name: block.text for block in blocks}
        for frame in (FRAMES / language).iterdir():
            text = frame.read_text()
            if frame.suffix == self.suffix and MARKER.search(text):
                if frame.stem not in texts:
                    raise ValueError(f"no block for the frame {frame.name}")
                text = fill(text, texts.pop(frame.stem), self.imports)
            (folder / frame.name).write_text(text)
        if texts:
            raise ValueError(f"no frame for {', '.join(texts)}")
        try:
            output = self.run(folder, settings)
        except subprocess.CalledProcessError as error:
            output = error.stdout
        return set(re.findall(r"^ok (\S+)$", output, re.MULTILINE)), output


def one_by_one(suffix: str, *command: object) -> Callable[[Path, dict[str, str]], str]:
    def start(folder: Path, settings: dict[str, str]) -> str:
        output = []
        for program in sorted(folder.glob(f"*{suffix}")):
            try:
                output.append(run(*command, program, cwd=folder, settings=settings))
            except subprocess.CalledProcessError as error:
                output.append(error.stdout)
        return "".join(output)

    return start


def js(folder: Path, settings: dict[str, str]) -> str:
    link(folder / "node_modules" / "jotkit", ROOT / "node")
    return one_by_one(".mjs", "node")(folder, settings)


def c(folder: Path, settings: dict[str, str]) -> str:
    prefix = TARGET / "c" / "prefix"
    flags = ["-std=c11", "-Wall", "-Wextra", "-Werror", f"-I{prefix}/include"]
    libraries = [f"-L{prefix}/lib", "-ljotkit", f"-Wl,-rpath,{prefix}/lib"]
    run(os.environ.get("CC", "cc"), *flags, *sorted(folder.glob("*.c")), *libraries, "-o", "readme", cwd=folder)
    return run(folder / "readme", cwd=folder, settings=settings)


def rust(folder: Path, settings: dict[str, str]) -> str:
    """With the very libraries that the shared tests are built with."""
    messages = run("cargo", "build", "-q", "--profile", "checked", "--locked", "-p", "jotkit-tests", "--message-format=json", cwd=ROOT)
    externs = {}
    for line in messages.splitlines():
        message = json.loads(line) if line.startswith("{") else {}
        name = message.get("target", {}).get("name")
        if name in ("jotkit", "serde"):
            externs[name] = next(file for file in message["filenames"] if file.endswith(".rlib"))
    run(
        *("rustc", "--edition", "2024", "-C", "lto=off", "-L", f"dependency={TARGET}/checked/deps"),
        *(part for name, file in externs.items() for part in ("--extern", f"{name}={file}")),
        *("main.rs", "-o", "readme"),
        cwd=folder,
    )
    return run(folder / "readme", cwd=folder, settings=settings)


def swift(folder: Path, settings: dict[str, str]) -> str:
    sources = folder / "Sources" / "readme"
    sources.mkdir(parents=True, exist_ok=True)
    for old in sources.iterdir():
        old.unlink()
    for file in folder.glob("*.swift"):
        if file.name != "Package.swift":
            file.rename(sources / file.name)
    link(folder / "jotkit", ROOT)
    compiler = run(ROOT / ".ci" / "swift-toolchain", cwd=ROOT).strip()
    run(compiler, "build", "--quiet", "--package-path", folder.relative_to(ROOT), cwd=ROOT)
    return run(ROOT / ".ci" / "swift-toolchain", "run", folder / ".build/debug/readme", cwd=ROOT, settings=settings)


def kotlin(folder: Path, settings: dict[str, str]) -> str:
    sources = folder / "src"
    shutil.rmtree(sources, ignore_errors=True)
    sources.mkdir()
    for file in folder.glob("*.kt"):
        file.rename(sources / file.name)
    pom = (ROOT / "mobile" / "kotlin" / "pom.xml").read_text()
    version = {name: re.search(rf"<{name}.version>(.*)</", pom)[1] for name in ("kotlin", "serialization")}
    goal = f"org.jetbrains.kotlin:kotlin-maven-plugin:{version['kotlin']}:compile"
    maven = ["mvn", "--batch-mode", "-q", *(f"-D{name}.version={value}" for name, value in version.items()), goal]
    try:
        run(*maven, "--offline", cwd=folder)
    except subprocess.CalledProcessError:
        run(*maven, cwd=folder)
    built = ROOT / "mobile" / "kotlin" / "target"
    path = os.pathsep.join([str(folder / "target/classes"), str(built / "classes"), f"{built}/lib/*"])
    return run("java", "-cp", path, "MainKt", cwd=folder, settings=settings)


def link(place: Path, target: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    if not place.is_symlink():
        place.symlink_to(target)


LANGUAGES = {
    "python": Language(".py", one_by_one(".py", CACHE / "python" / "venv" / "bin" / "python", "-I")),
    "js": Language(".mjs", js),
    "swift": Language(".swift", swift, imports=r"import "),
    "kotlin": Language(".kt", kotlin, imports=r"import "),
    "rust": Language(".rs", rust),
    "c": Language(".c", c, imports=r"#include "),
}

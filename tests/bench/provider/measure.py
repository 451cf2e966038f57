"""Starts authorization servers, has the load sent to them in turns, and writes the page.

`measure.py LOAD CORE SERVER FOLDER PAGE`: the programs of this folder and the example server, where
to keep databases, and the page to write. `JOTKIT_BENCH_ROUNDS` makes it shorter.
"""

from __future__ import annotations

import contextlib
import json
import os
import platform
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlencode

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
sys.path.insert(0, str(ROOT / "tests" / "promises"))

from cluster import BIN, Cluster  # noqa: E402
from page import write  # noqa: E402
from people import User, request_of  # noqa: E402
from servers import CALLBACK, CLIENTS, COMMON_SECRET, HOST, KEY, SECRETS, free_port  # noqa: E402

CONNECTIONS = 16
ROUNDS = int(os.environ.get("JOTKIT_BENCH_ROUNDS", "5"))
SECONDS = 1.5
REFRESHES = int(os.environ.get("JOTKIT_BENCH_REFRESHES", "1000000"))
GUNICORN = [
    "--worker-class=gthread",
    "--keep-alive=600",
    "--log-level=warning",
    "--no-control-socket",
]
START = 30
OPTIONS = {"key": KEY, "common_secret": COMMON_SECRET, "host": HOST, "rotation": True}
OPTIONS["code_lifetime"] = 600


class Server:
    """An authorization server of one process or several, and how the load talks to it."""

    def __init__(self, name: str, token_path: str, commands: dict[str, list[Any]]) -> None:
        self.name, self.token_path = name, token_path
        self.addresses = list(commands)
        self._processes = [self._start(command) for command in commands.values()]
        for address in self.addresses:
            wait_for(address, self._processes)
        self.people = [
            {"path": f"/code?user={number}", "cookie": ""} for number in range(CONNECTIONS)
        ]

    @staticmethod
    def _start(command: list[Any]) -> subprocess.Popen[bytes]:
        environment = {**os.environ, "NODE_ENV": "production", "PYTHONDONTWRITEBYTECODE": "1"}
        return subprocess.Popen(
            list(map(str, command)), stdout=subprocess.DEVNULL, stderr=LOG, env=environment
        )

    def plan(self) -> dict[str, Any]:
        pids = [process.pid for process in self._processes]
        for pid in list(pids):
            pids += children(pid)
        return {
            "name": self.name,
            "addresses": self.addresses,
            "pids": pids,
            "token_path": self.token_path,
            "redirect_uri": CALLBACK,
            "client_id": "app",
            "client_secret": SECRETS["app"],
            "people": self.people,
        }

    def stop(self) -> None:
        for process in self._processes:
            process.terminate()
            process.wait(timeout=10)


def children(pid: int) -> list[int]:
    return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def wait_for(address: str, processes: list[subprocess.Popen[bytes]]) -> None:
    host, port = address.split(":")
    deadline = time.monotonic() + START
    while True:
        with contextlib.suppress(OSError), socket.create_connection((host, int(port)), timeout=1):
            return
        assert all(process.poll() is None for process in processes), Path(LOG.name).read_text()
        assert time.monotonic() < deadline, f"no server at {address}"
        time.sleep(0.05)


class Jotkit(Server):
    """The example server in Rust; its users have allowed the client what it asks for."""

    def __init__(self, name: str, database: str, processes: int = 1) -> None:
        commands: dict[str, list[Any]] = {}
        for _ in range(processes):
            address = f"127.0.0.1:{free_port()}"
            config = {
                "listen": address,
                "database": database,
                "provider": OPTIONS,
                "clients": CLIENTS,
                "users": [{"id": f"user{number}"} for number in range(CONNECTIONS)],
            }
            path = FOLDER / f"{address.replace(':', '-')}.json"
            path.write_text(json.dumps(config))
            # It writes a line for each event; none is read here.
            commands[address] = ["sh", "-c", 'exec "$0" "$1" 2>/dev/null', SERVER, path]
        super().__init__(name, "/oauth/access_token", commands)
        self.address = f"http://{self.addresses[0]}"
        path = f"/in/oauth?{urlencode(request_of('app', 'profile'))}"
        self.people = []
        for number in range(CONNECTIONS):
            user = User(self, user=f"user{number}")  # type: ignore[arg-type]
            user.code()
            cookie = user._session.headers["Cookie"]
            self.people.append({"path": path, "cookie": cookie})


def authlib(workers: int, threads: int) -> Server:
    address = f"127.0.0.1:{free_port()}"
    os.environ["DATABASE"] = str(FOLDER / f"authlib-{workers}-{threads}.db")
    peers = HERE / "python"
    subprocess.run([sys.executable, "-B", peers / "server.py"], check=True, timeout=60)
    # A connection that is kept alive holds no thread of `gthread` while it waits.
    gunicorn = [sys.executable, "-m", "gunicorn", *GUNICORN, f"--workers={workers}"]
    command = [
        *gunicorn,
        f"--threads={threads}",
        f"--bind={address}",
        f"--chdir={peers}",
        "server:app",
    ]
    name = f"Authlib, SQLite, {workers} workers of {threads} threads"
    server = Server(name, "/token", {address: command})
    deadline = time.monotonic() + START
    while len(server.plan()["pids"]) <= workers:
        assert time.monotonic() < deadline, "gunicorn does not start its workers"
        time.sleep(0.05)
    return server


def oidc_provider() -> Server:
    port = free_port()
    command = ["node", FOLDER / "node" / "server.mjs", port]
    return Server("oidc-provider, in memory", "/token", {f"127.0.0.1:{port}": command})


def load(what: str, servers: list[Server], rounds: int = ROUNDS) -> Any:
    plan = {"rounds": rounds, "seconds": SECONDS, "refreshes": REFRESHES}
    plan["servers"] = [server.plan() for server in servers]
    path = FOLDER / "plan.json"
    path.write_text(json.dumps(plan))
    done = subprocess.run([LOAD, what, path], stdout=subprocess.PIPE, check=True, timeout=1800)
    return json.loads(done.stdout)


def flush(folder: Path) -> dict[str, float]:
    """Microseconds that it takes to bring 4 KiB of a file to the disk: median and fastest."""
    pages = 200
    with tempfile.TemporaryFile(dir=folder, buffering=0) as file:
        file.write(bytes(4096 * pages))
        os.fsync(file.fileno())
        times = []
        for page in range(pages):
            os.pwrite(file.fileno(), os.urandom(4096), 4096 * page)
            start = time.perf_counter()
            os.fsync(file.fileno())
            times.append((time.perf_counter() - start) * 1e6)
    return {"median": median(times), "least": min(times)}


def rows(path: Path) -> dict[str, int]:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        count = "SELECT count(*) FROM jotkit_"
        return {
            table: connection.execute(count + table).fetchone()[0] for table in ("grants", "codes")
        }


def memory(folder: Path) -> dict[str, Any]:
    """A million refreshes, with a database in memory: rows and sizes before and after."""
    path = folder / "memory.db"
    server = Jotkit("jotkit", f"sqlite:{path}")
    try:
        before = rows(path)
        resident = load("memory", [server])
        # The load makes a code for each user first.
        return {
            "refreshes": REFRESHES,
            "resident": resident,
            "before": before,
            "after": rows(path),
            "file": path.stat().st_size,
            "log": path.with_name(path.name + "-wal").stat().st_size,
        }
    finally:
        server.stop()


def version(command: list[Any]) -> str:
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True, timeout=30)
    return done.stdout.strip()


def machine() -> dict[str, str]:
    model = Path("/proc/cpuinfo").read_text().split("model name")[1].split("\n")[0].strip("\t :")
    lock = json.loads((HERE / "node" / "package-lock.json").read_text())["packages"]
    requirements = (HERE / "python" / "requirements.txt").read_text().split()
    pinned = dict(line.split("==") for line in requirements if "==" in line)
    git = ["git", "-C", ROOT, "describe", "--always", "--dirty", "--exclude=*"]
    names = ("Authlib", "Flask", "SQLAlchemy", "gunicorn")
    return {
        "date": time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime()),
        "commit": version(git),
        "machine": f"{model}, {os.cpu_count()} cores, Linux {platform.release()}",
        "load": f"{os.getloadavg()[0]:.1f}",
        "python": f"CPython {platform.python_version()}, "
        + ", ".join(f"{name} {pinned[name]}" for name in names),
        "node": f"Node {version(['node', '--version'])[1:]}, oidc-provider "
        + lock["node_modules/oidc-provider"]["version"],
        "postgres": "PostgreSQL " + version([BIN / "postgres", "--version"]).split()[2],
    }


def main() -> None:
    facts: dict[str, Any] = {"machine": machine(), "rounds": ROUNDS, "seconds": SECONDS}
    facts["core"] = json.loads(version([CORE]))
    shared = Path(tempfile.mkdtemp(dir="/dev/shm", prefix="jotkit-bench-"))
    facts["flush"] = {"disk": flush(FOLDER), "memory": flush(shared)}
    servers: list[Server] = []
    cluster = Cluster()
    try:
        for make in (
            lambda: Jotkit("jotkit, SQLite", f"sqlite:{FOLDER / 'jotkit.db'}"),
            lambda: Jotkit("jotkit, SQLite on a disk in memory", f"sqlite:{shared / 'jotkit.db'}"),
            lambda: Jotkit("jotkit, PostgreSQL", cluster.database()),
            lambda: Jotkit("jotkit, PostgreSQL, 2 processes", cluster.database(), 2),
            lambda: authlib(2, 2),
            lambda: authlib(2, 8),
            oidc_provider,
        ):
            # Those that run are stopped if the next one fails.
            servers.append(make())  # noqa: PERF401
        results = load("rates", servers)
        # In the order of the table.
        facts["rates"] = {server.name: results[server.name] for server in servers}
        for server in servers:
            server.stop()
        servers.clear()
        facts["memory"] = memory(shared)
    finally:
        for server in servers:
            server.stop()
        cluster.remove()
        shutil.rmtree(shared)
    (FOLDER / "results.json").write_text(json.dumps(facts, indent=1))
    PAGE.write_text(write(facts))


if __name__ == "__main__":
    LOAD, CORE, SERVER, FOLDER, PAGE = map(Path, sys.argv[1:])
    for old in (*FOLDER.glob("*.db*"), *FOLDER.glob("*.json")):
        old.unlink()
    with (FOLDER / "log").open("wb") as LOG:
        main()
    print(PAGE.read_text(), end="")

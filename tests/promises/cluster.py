"""A PostgreSQL cluster of the tests' own: on loopback, in a folder of its own, not as root.

`cluster.py COMMAND...` runs a command with the cluster's address in JOTKIT_POSTGRES.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from servers import free_port

BIN = max(Path("/usr/lib/postgresql").glob("*/bin"), default=Path("/usr/bin"))
OWNER = "postgres"
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "max_connections": "100",
    "shared_buffers": "32MB",
}


class Cluster:
    """One cluster. Each test has a database of its own in it."""

    def __init__(self) -> None:
        self.port = free_port()
        self.folder = Path(tempfile.mkdtemp(prefix="jotkit-postgres-"))
        if os.getuid() == 0:
            owner = pwd.getpwnam(OWNER)
            os.chown(self.folder, owner.pw_uid, owner.pw_gid)
        self.data = self.folder / "data"
        self._run("initdb", "-D", self.data, "-A", "trust", "-U", OWNER, "--no-sync", "-E", "UTF8")
        settings = {**SETTINGS, "port": str(self.port), "unix_socket_directories": str(self.folder)}
        lines = [f"{name} = '{value}'\n" for name, value in settings.items()]
        conf = self.data / "postgresql.conf"
        conf.write_text(conf.read_text() + "".join(lines))
        self._databases = 0
        self.start()

    def start(self) -> None:
        self._run("pg_ctl", "-D", self.data, "-l", self.folder / "log", "-w", "-t", "30", "start")

    def stop(self) -> None:
        """As if the machine had lost its power."""
        self._run("pg_ctl", "-D", self.data, "-m", "immediate", "-w", "-t", "30", "stop")

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self.folder)

    def database(self) -> str:
        """The address of a new database."""
        self._databases += 1
        name = f"test{self._databases}"
        self._run("createdb", *self._place(), name)
        return f"postgresql://{OWNER}@127.0.0.1:{self.port}/{name}"

    def drop(self, address: str) -> None:
        """Deletes a database. After a stop each file of a cluster has to be brought to the disk."""
        self._run("dropdb", "--force", *self._place(), address.rpartition("/")[2])

    def _place(self) -> list[str]:
        return ["-h", "127.0.0.1", "-p", str(self.port), "-U", OWNER]

    def dump(self, address: str) -> str:
        """Everything that a database holds, as text."""
        return self._run("pg_dump", "--inserts", address)

    def ask(self, address: str, sql: str) -> str:
        return self._run("psql", "-At", "-c", sql, address).strip()

    def _run(self, program: str, *arguments: object) -> str:
        command = [str(BIN / program), *map(str, arguments)]
        if os.getuid() == 0:
            command = ["setpriv", f"--reuid={OWNER}", f"--regid={OWNER}", "--init-groups", *command]
        # pg_ctl's server keeps the pipes open, so its output goes to a file.
        with tempfile.TemporaryFile("w+") as output:
            done = subprocess.run(
                command, stdout=output, stderr=subprocess.STDOUT, cwd="/", timeout=60, check=False
            )
            output.seek(0)
            text = output.read()
        assert done.returncode == 0, f"{program}: {text}"
        return text


def main(command: list[str]) -> int:
    """Runs a command with a cluster whose address is in JOTKIT_POSTGRES."""
    cluster = Cluster()
    try:
        environment = {**os.environ, "JOTKIT_POSTGRES": cluster.database()}
        return subprocess.run(command, env=environment, check=False).returncode
    finally:
        cluster.remove()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

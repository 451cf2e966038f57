"""The provider's databases: several threads and processes, locks, lost connections, kill.

PostgreSQL is asked where JOTKIT_POSTGRES has the address of a cluster.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import secrets
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import providing
import pytest
from providing import OPTIONS, USERS

import jotkit
from jotkit.provider import Postgres, SQLite
from jotkit.provider._watch import Watch

CLUSTER = os.environ.get("JOTKIT_POSTGRES")
WORKER = Path(__file__).with_name("provider_worker.py")
needs_postgres = pytest.mark.skipif(CLUSTER is None, reason="JOTKIT_POSTGRES is not set")
KINDS = ["sqlite", pytest.param("postgres", marks=needs_postgres)]


@contextlib.contextmanager
def database():
    """The address of a new database of the cluster."""
    import psycopg

    name = f"jotkit_{secrets.token_hex(6)}"
    with psycopg.connect(CLUSTER, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}")
        yield psycopg.conninfo.make_conninfo(CLUSTER, dbname=name)
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def postgres():
    with database() as address:
        yield address


@pytest.fixture(params=KINDS)
def address(request, tmp_path):
    if request.param == "sqlite":
        yield f"sqlite:{tmp_path / 'provider.db'}"
    else:
        with database() as made:
            yield made


@pytest.fixture
def store(address):
    path = address.removeprefix("sqlite:")
    made = SQLite(path) if path != address else Postgres(address)
    yield made
    made.close()


@contextlib.contextmanager
def worker(address, *job):
    command = [sys.executable, str(WORKER), address, *job]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    with subprocess.Popen(command, env=environment, **pipes) as process:
        try:
            yield process
        finally:
            process.kill()


def at_once(*processes):
    """Lets processes begin together, and returns the lines of each."""
    for process in processes:
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        process.stdin.write("\n")
        process.stdin.flush()
    lines = [process.stdout.read().splitlines() for process in processes]
    assert [process.wait(60) for process in processes] == [0] * len(processes)
    return lines


def test_two_processes_redeem_each_code_once(store, address):
    made = providing.provider(store, users=lambda name: {})
    codes = [providing.code(made, user=f"user-{number}") for number in range(20)]
    with worker(address, "redeem", *codes) as one, worker(address, "redeem", *codes) as other:
        answers = [*zip(*at_once(one, other), strict=True)]
    assert [sorted(answer) for answer in answers] == [["200", "400"]] * 20
    assert [providing.exchange(made, code).status for code in codes] == [400] * 20


def test_threads_race_for_one_code(store):
    made = providing.provider(store)
    for _ in range(3):
        code, meet = providing.code(made), threading.Barrier(8)

        def redeem(_, code=code, meet=meet):
            meet.wait(60)
            return providing.exchange(made, code).status

        with ThreadPoolExecutor(8) as threads:
            assert sorted(threads.map(redeem, range(8))) == [200] + [400] * 7


def test_all_who_refresh_with_one_token_get_one_successor(store, address):
    made = providing.provider(store, rotation=True)
    token = providing.tokens(made)["refresh_token"]
    with ThreadPoolExecutor(8) as threads:
        replies = [*threads.map(lambda _: providing.refresh(made, token), range(40))]
    assert {reply.status for reply in replies} == {200}
    successors = {json.loads(reply.body)["refresh_token"] for reply in replies}
    assert len(successors) == 1
    # Without rotation, from two processes.
    job = ("refresh", *successors, "30")
    with worker(address, *job) as one, worker(address, *job) as other:
        lines = at_once(one, other)
    assert {line for own in lines for line in own} == {f"200 {successors.pop()}"}
    assert store.run("SELECT COUNT(*) FROM jotkit_grants", []) == [(1,)]


def test_what_was_answered_before_a_kill_holds(store, address):
    made = providing.provider(store, users=lambda name: {})
    for round_ in range(3):
        with worker(address, "log in") as process:
            assert process.stdout.readline() == "ready\n"
            process.stdin.write("\n")
            process.stdin.flush()
            answered = [process.stdout.readline().split() for _ in range(5 + 3 * round_)]
            process.kill()
        for _, code in answered:
            assert providing.exchange(made, code).status == 200
        # Whatever the last one was in the middle of, its users pass through again.
        unanswered = f"user-{len(answered) + 1}"
        assert providing.exchange(made, providing.code(made, user=unanswered)).status == 200
    made.setup()
    if address.startswith("sqlite:"):
        assert store.run("PRAGMA integrity_check", []) == [("ok",)]


def test_all_who_start_at_once_make_the_tables(store, address):
    path, meet = address.removeprefix("sqlite:"), threading.Barrier(8)

    def start(_):
        made = SQLite(path) if path != address else Postgres(address)
        with contextlib.closing(made):
            provider = jotkit.Provider(made, users=USERS.get, **OPTIONS)
            meet.wait(60)
            provider.setup()
            providing.put(provider)
            return provider.clients.list()

    # Who is in whose way differs from time to time.
    for _ in range(6):
        with ThreadPoolExecutor(8) as threads:
            assert [*threads.map(start, range(8))] == [["app"]] * 8
        for table in ("schema", "clients", "grants", "codes"):
            store.run(f"DROP TABLE jotkit_{table}", [])


def test_a_child_of_a_process_with_connections(store):
    made = providing.provider(store)
    code = providing.code(made)
    with warnings_off():
        child = os.fork()
    if child == 0:
        status = 1
        with contextlib.suppress(BaseException):
            status = 0 if providing.exchange(made, code).status == 200 else 2
            # Those of the parent are not used, and not closed either.
            status += (
                0 if (store if hasattr(store, "_inherited") else store._pool)._inherited else 4
            )
        os._exit(status)
    assert os.waitpid(child, 0)[1] == 0
    assert providing.exchange(made, code).body == "INVALID_CODE"
    assert providing.tokens(made)["user"] == "ann"


@contextlib.contextmanager
def warnings_off():
    import warnings

    with warnings.catch_warnings():
        # Python 3.12 warns of forks in a process with threads.
        warnings.simplefilter("ignore", DeprecationWarning)
        yield


# SQLite


def test_a_file_has_the_settings(tmp_path):
    with contextlib.closing(SQLite(tmp_path / "provider.db")) as store:
        assert store.run("PRAGMA journal_mode", []) == [("wal",)]
        assert store.run("PRAGMA synchronous", []) == [(2,)]
        assert store.run("PRAGMA busy_timeout", []) == [(5000,)]
        assert repr(store) == f"SQLite({str(tmp_path / 'provider.db')!r})"
    assert store.run("SELECT $1", ["again"]) == [("again",)]
    store.close()


def test_a_file_that_another_connection_writes_to(tmp_path, monkeypatch):
    path = tmp_path / "provider.db"
    with contextlib.closing(SQLite(path)) as store:
        made = providing.provider(store)
        code = providing.code(made)
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with ThreadPoolExecutor(1) as threads:
            waiting = threads.submit(providing.exchange, made, code)
            # Reading goes on meanwhile.
            assert made.clients.list() == ["app"]
            other.execute("COMMIT")
            assert waiting.result(60).status == 200
        store.close()
        monkeypatch.setattr("jotkit.provider._sqlite.PATIENCE", 0.2)
        other.execute("BEGIN IMMEDIATE")
        reply = made.answer("authorize", query=query(), **providing.BROWSER)
        assert reply.status == 503
        with pytest.raises(jotkit.FlowError) as caught:
            made.sweep()
        assert isinstance(caught.value.__cause__, sqlite3.OperationalError)
        other.execute("ROLLBACK")
        assert made.answer("authorize", query=query(), **providing.BROWSER).status == 303
        store.close()


def test_a_database_that_is_busy_in_a_way_that_sqlite_does_not_wait_for(tmp_path, monkeypatch):
    with contextlib.closing(SQLite(tmp_path / "provider.db")) as store:
        made = providing.provider(store)
        plain, left = store._attempt, [sqlite3.OperationalError("database is locked")] * 3

        def attempt(*arguments):
            if left:
                raise left.pop()
            return plain(*arguments)

        monkeypatch.setattr(store, "_attempt", attempt)
        assert made.clients.list() == ["app"]
        assert left == []
        left.append(sqlite3.OperationalError("no such table"))
        with pytest.raises(jotkit.FlowError) as caught:
            made.clients.list()
        assert "no such table" in str(caught.value.__cause__)


def query():
    return "client_id=app&scope=profile&redirect_uri=https%3A%2F%2Fapp.example%2Fcb"


def test_threads_take_turns_for_a_limited_time(tmp_path, monkeypatch):
    with contextlib.closing(SQLite(tmp_path / "provider.db")) as store:
        made = providing.provider(store)
        monkeypatch.setattr("jotkit.provider._sqlite.PATIENCE", 0.2)
        with store._turn, pytest.raises(jotkit.FlowError) as caught:
            made.sweep()
        assert isinstance(caught.value.__cause__, TimeoutError)
        made.sweep()


def test_closing_beside_writers(tmp_path):
    store, written = SQLite(tmp_path / "provider.db"), threading.Event()
    store.run("CREATE TABLE numbers (number INTEGER)", [])

    def write(_):
        for number in range(100):
            store.run("INSERT INTO numbers VALUES ($1)", [number])
            store.run("SELECT COUNT(*) FROM numbers", [])

    def close():
        while not written.wait(0.001):
            store.close()

    with ThreadPoolExecutor(5) as threads:
        closing = threads.submit(close)
        try:
            assert [*threads.map(write, range(4))] == [None] * 4
        finally:
            written.set()
        closing.result(60)
    assert store.run("SELECT COUNT(*) FROM numbers", []) == [(400,)]
    store.close()


def test_closing_waits_for_a_limited_time(tmp_path, monkeypatch):
    with contextlib.closing(SQLite(tmp_path / "provider.db")) as store:
        providing.provider(store)
        with monkeypatch.context() as patch, store._turn:
            patch.setattr("jotkit.provider._sqlite.PATIENCE", 0.2)
            with pytest.raises(TimeoutError):
                store.close()
        assert store._writer is not None
    assert store._writer is None


def test_a_folder_that_is_not_there_and_a_file_that_is_none(tmp_path):
    (tmp_path / "text").write_text("no database " * 100)
    for path in (tmp_path / "no" / "provider.db", tmp_path / "text", tmp_path):
        store = SQLite(path)
        with pytest.raises(jotkit.FlowError) as caught:
            jotkit.Provider(store, users=USERS.get, **OPTIONS).setup()
        assert isinstance(caught.value.__cause__, sqlite3.DatabaseError)
        store.close()
    (tmp_path / "no").mkdir()
    store = SQLite(tmp_path / "no" / "provider.db")
    providing.provider(store)
    store.close()


def test_threads_share_a_file(tmp_path):
    with contextlib.closing(SQLite(tmp_path / "provider.db")) as store:
        made = providing.provider(store)
        token = providing.tokens(made)
        # More than connections are kept.
        meet = threading.Barrier(20)

        def call(number):
            meet.wait(60)
            if number % 2:
                return made.verify(token["access_token"]).user
            return json.loads(providing.refresh(made, token["refresh_token"]).body)["refresh_token"]

        with ThreadPoolExecutor(20) as threads:
            answers = [*threads.map(call, range(20))]
        assert set(answers) == {"ann", token["refresh_token"]}
        assert len(store._idle) <= 8


# PostgreSQL


def ended(address):
    """Ends all connections of a database, as a restart of the server does."""
    import psycopg

    with psycopg.connect(address, autocommit=True) as other:
        other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@needs_postgres
def test_lost_connections_are_made_again(postgres):
    with contextlib.closing(Postgres(postgres)) as store:
        made = providing.provider(store)
        token = providing.tokens(made)
        with ThreadPoolExecutor(6) as threads:
            for _ in range(3):
                futures = [
                    threads.submit(providing.refresh, made, token["refresh_token"])
                    for _ in range(12)
                ]
                ended(postgres)
                assert {future.result(60).status for future in futures} == {200}


@needs_postgres
def test_pools_of_the_application(postgres):
    import psycopg_pool
    from psycopg.rows import dict_row

    settings = {"kwargs": {"row_factory": dict_row}, "min_size": 1, "max_size": 4, "open": True}
    with psycopg_pool.ConnectionPool(postgres, **settings) as pool:
        made = providing.provider(Postgres(pool))
        token = providing.tokens(made)
        assert made.verify(token["access_token"]).user == "ann"
        with pool.connection() as connection:
            assert connection.autocommit is False
            [row] = connection.execute("SELECT client_id FROM jotkit_clients").fetchall()
            assert row == {"client_id": "app"}
        ended(postgres)
        assert providing.refresh(made, token["refresh_token"]).status == 200


@needs_postgres
def test_asynchronous_pools(postgres):
    import psycopg_pool

    with contextlib.closing(Postgres(postgres)) as store:
        token = providing.tokens(providing.provider(store))
    body = f"client_id=app&client_secret={providing.SECRET}&grant_type=refresh_token"
    body = f"{body}&refresh_token={token['refresh_token']}".encode()

    async def flow():
        settings = {"min_size": 1, "max_size": 4, "open": False}
        async with psycopg_pool.AsyncConnectionPool(postgres, **settings) as pool:
            made = jotkit.Provider(Postgres(pool), users=USERS.get, **OPTIONS)
            with pytest.raises(TypeError, match="_async"):
                made.setup()
            await made.setup_async()
            assert (await made.verify_async(token["access_token"])).user == "ann"
            await asyncio.to_thread(ended, postgres)
            answers = (
                made.answer_async("token", body, content_type=providing.FORM) for _ in range(12)
            )
            assert {reply.status for reply in await asyncio.gather(*answers)} == {200}
            async with pool.connection() as connection:
                assert connection.autocommit is False

    asyncio.run(flow())


@needs_postgres
def test_a_strict_isolation_level(postgres):
    import psycopg

    strict = psycopg.conninfo.make_conninfo(
        postgres, options="-c default_transaction_isolation=serializable"
    )
    with contextlib.closing(Postgres(strict)) as store:
        made = providing.provider(store, rotation=True)
        token = providing.tokens(made)["refresh_token"]
        with ThreadPoolExecutor(8) as threads:
            replies = [*threads.map(lambda _: providing.refresh(made, token), range(40))]
        assert {reply.status for reply in replies} == {200}
        assert len({json.loads(reply.body)["refresh_token"] for reply in replies}) == 1


@needs_postgres
def test_a_statement_that_does_not_end(postgres, monkeypatch):
    import psycopg

    monkeypatch.setattr("jotkit.provider._postgres.PATIENCE", 1.0)
    with contextlib.closing(Postgres(postgres)) as store:
        made = providing.provider(store)
        with psycopg.connect(postgres) as other:
            other.execute("LOCK TABLE jotkit_clients IN ACCESS EXCLUSIVE MODE")
            with pytest.raises(jotkit.FlowError) as caught:
                made.clients.list()
            assert isinstance(caught.value.__cause__, psycopg.Error)
            reply = made.answer("authorize", query=query(), **providing.BROWSER)
            assert reply.status == 503
        assert made.clients.list() == ["app"]


def test_a_child_does_not_shut_its_parents_connections():
    watch = Watch()
    one, other = socket.socketpair()
    with one, other, watch.until(time.monotonic() + 60, one.fileno()):
        watch._due = {"a statement of the parent": (0.0, other.fileno())}
        watch._process -= 1
        with watch.until(time.monotonic() + 60, one.fileno()):
            assert len(watch._due) == 1
            assert watch._thread.is_alive()
        one.sendall(b"still here")
        assert other.recv(10) == b"still here"


@needs_postgres
def test_an_asynchronous_statement_that_does_not_end(postgres, monkeypatch):
    import psycopg
    import psycopg_pool

    monkeypatch.setattr("jotkit.provider._postgres.PATIENCE", 1.0)
    with contextlib.closing(Postgres(postgres)) as store:
        providing.provider(store)

    async def flow():
        async with psycopg_pool.AsyncConnectionPool(postgres, min_size=1, open=False) as pool:
            made = jotkit.Provider(Postgres(pool), users=USERS.get, **OPTIONS)
            with psycopg.connect(postgres) as other:
                other.execute("LOCK TABLE jotkit_clients IN ACCESS EXCLUSIVE MODE")
                with pytest.raises(jotkit.FlowError):
                    await made.clients.list_async()
            assert await made.clients.list_async() == ["app"]

    asyncio.run(flow())


class Proxy:
    """A way to the cluster that can fall silent, as a network does."""

    def __init__(self, address):
        from psycopg.conninfo import conninfo_to_dict, make_conninfo

        place = conninfo_to_dict(address)
        self.server = (place["host"], int(place["port"]))
        self.open, self.sockets = threading.Event(), []
        self.open.set()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.address = make_conninfo(address, port=self.listener.getsockname()[1])
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        with contextlib.suppress(OSError):
            while True:
                pair = self.listener.accept()[0], socket.create_connection(self.server)
                self.sockets += pair
                for ends in (pair, pair[::-1]):
                    threading.Thread(target=self.forward, args=ends, daemon=True).start()

    def forward(self, source, sink):
        with contextlib.suppress(OSError):
            while data := source.recv(65_536):
                self.open.wait(60)
                sink.sendall(data)
            sink.shutdown(socket.SHUT_WR)

    def close(self):
        self.open.set()
        self.listener.close()
        for one in self.sockets:
            one.close()


@pytest.fixture
def proxy(postgres):
    made = Proxy(postgres)
    yield made
    made.close()


@needs_postgres
def test_a_network_that_falls_silent(proxy, monkeypatch):
    import psycopg

    with contextlib.closing(Postgres(proxy.address)) as store:
        made = providing.provider(store)
        with monkeypatch.context() as patch:
            patch.setattr("jotkit.provider._postgres.PATIENCE", 1.0)
            proxy.open.clear()
            with pytest.raises(jotkit.FlowError) as caught:
                made.clients.list()
        assert isinstance(caught.value.__cause__, psycopg.OperationalError)
        proxy.open.set()
        assert made.clients.list() == ["app"]


@needs_postgres
def test_a_network_that_falls_silent_beside_an_event_loop(proxy, monkeypatch):
    import psycopg
    import psycopg_pool

    with contextlib.closing(Postgres(proxy.address)) as store:
        providing.provider(store)

    async def flow():
        settings = {"min_size": 1, "max_size": 1, "open": False}
        async with psycopg_pool.AsyncConnectionPool(proxy.address, **settings) as pool:
            made = jotkit.Provider(Postgres(pool), users=USERS.get, **OPTIONS)
            await made.setup_async()
            connections = len(proxy.sockets)
            with monkeypatch.context() as patch:
                patch.setattr("jotkit.provider._postgres.PATIENCE", 1.0)
                proxy.open.clear()
                with pytest.raises(jotkit.FlowError) as caught:
                    await made.clients.list_async()
            # The server was not asked to end the statement, which would wait as well.
            assert isinstance(caught.value.__cause__, psycopg.OperationalError)
            assert len(proxy.sockets) == connections
            proxy.open.set()
            assert await made.clients.list_async() == ["app"]

    asyncio.run(flow())


@needs_postgres
def test_all_connections_are_busy(postgres, monkeypatch):
    with contextlib.closing(Postgres(postgres)) as store:
        made = providing.provider(store)
        monkeypatch.setattr("jotkit.provider._postgres.PATIENCE", 0.2)
        with contextlib.ExitStack() as held:
            for _ in range(10):
                held.enter_context(store._pool.connection(timeout=5))
            with pytest.raises(jotkit.FlowError) as caught:
                made.clients.list()
        assert isinstance(caught.value.__cause__, TimeoutError)
        assert made.clients.list() == ["app"]


def test_a_server_that_is_not_there(monkeypatch):
    psycopg = pytest.importorskip("psycopg")
    monkeypatch.setattr("jotkit.provider._postgres.PATIENCE", 0.2)
    made = jotkit.Provider(
        Postgres("postgresql://ann:pass-word@127.0.0.1:1/none"), users=USERS.get, **OPTIONS
    )
    with pytest.raises(jotkit.FlowError) as caught:
        made.setup()
    assert isinstance(caught.value.__cause__, psycopg.OperationalError)
    assert "pass-word" not in str(caught.value.__cause__)
    assert made.answer("authorize", query=query(), **providing.BROWSER).status == 503


def test_what_is_no_source():
    for source in (None, 5, object(), b"postgresql://"):
        with pytest.raises(TypeError, match="an address or a pool"):
            Postgres(source)

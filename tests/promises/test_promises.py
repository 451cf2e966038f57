"""The provider's promises with two processes on one database, at the same time, over HTTP.

What one process can show is in tests/vectors/provider.
"""

from __future__ import annotations

import base64
import contextlib
import json
import random
import sqlite3
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any
from urllib.parse import quote

import requests
from conftest import World
from people import Client, User, request_of
from servers import CALLBACK, COMMON_SECRET, KEY, SECRETS, Server

Shared = tuple[World, tuple[str, ...]]
ROUNDS = 5
AT_ONCE = 8
PATIENCE = 60


def at_once(functions: list[Any]) -> list[Any]:
    """The results of functions that begin together."""
    barrier = threading.Barrier(len(functions))

    def begin(function: Any) -> Any:
        barrier.wait(PATIENCE)
        return function()

    with ThreadPoolExecutor(len(functions)) as pool:
        return list(pool.map(begin, functions))


def logged_in(
    world: World, languages: tuple[str, ...], **options: Any
) -> tuple[User, list[Client]]:
    servers = world.start(*languages, **options)
    return User(*servers), [Client(server) for server in servers]


def tokens_of(user: User, client: Client) -> tuple[str, str]:
    reply = client.exchange(user.code())
    assert reply.status_code == 200, reply.text
    return reply.json()["refresh_token"], reply.json()["access_token"]


def test_a_code_gives_tokens_at_most_once(shared: Shared) -> None:
    """P1, P2: eight exchanges of one code in two processes; the winner's tokens end."""
    user, clients = logged_in(*shared)
    for _ in range(ROUNDS):
        code = user.code()
        asked = [lambda c=c, code=code: c.exchange(code) for c in clients * (AT_ONCE // 2)]
        replies = at_once(asked)
        won = [reply for reply in replies if reply.status_code == 200]
        assert len(won) == 1, [reply.text for reply in replies]
        assert {reply.text for reply in replies if reply not in won} == {"INVALID_CODE"}
        assert clients[0].refresh(won[0].json()["refresh_token"]).status_code == 400
        assert clients[1].call(won[0].json()["access_token"]) == 401


def test_of_codes_redeemed_together_one_refresh_token_survives(shared: Shared) -> None:
    """P4, and that other users and clients notice nothing."""
    world, languages = shared
    user, clients = logged_in(world, languages)
    others = Client(world.servers[0], "other")
    theirs = others.exchange(user.code(client="other")).json()["refresh_token"]
    bobs, _ = tokens_of(User(*world.servers, user="bob"), clients[0])
    for _ in range(ROUNDS):
        codes = [user.code() for _ in range(4)]
        replies = at_once(
            [lambda c=clients[n % 2], code=code: c.exchange(code) for n, code in enumerate(codes)]
        )
        tokens = [reply.json()["refresh_token"] for reply in replies if reply.status_code == 200]
        assert tokens
        alive = [token for token in tokens if clients[0].refresh(token).status_code == 200]
        assert len(alive) == 1
    assert others.refresh(theirs).status_code == 200
    assert clients[1].refresh(bobs).status_code == 200
    assert world.ask("SELECT COUNT(*) FROM jotkit_grants") == "3"


def test_simultaneous_refreshes_all_succeed(shared: Shared) -> None:
    """P5, P15."""
    world, languages = shared
    user, clients = logged_in(world, languages)
    token, _ = tokens_of(user, clients[0])
    for _ in range(ROUNDS):
        replies = at_once([lambda c=c: c.refresh(token) for c in clients * (AT_ONCE // 2)])
        assert [reply.status_code for reply in replies] == [200] * AT_ONCE
        assert {reply.json()["refresh_token"] for reply in replies} == {token}
        assert {clients[1].call(reply.json()["access_token"]) for reply in replies} == {200}
    assert world.ask("SELECT COUNT(*) FROM jotkit_grants") == "1"


def test_all_who_refresh_with_one_token_get_one_successor(shared: Shared) -> None:
    """P6, P7."""
    user, clients = logged_in(*shared, rotation=True)
    token, _ = tokens_of(user, clients[0])
    tokens = [token]
    for _ in range(ROUNDS):
        token = tokens[-1]
        asked = [lambda c=c, token=token: c.refresh(token) for c in clients * (AT_ONCE // 2)]
        replies = at_once(asked)
        assert [reply.status_code for reply in replies] == [200] * AT_ONCE
        (successor,) = {reply.json()["refresh_token"] for reply in replies}
        tokens.append(successor)
    assert len(set(tokens)) == ROUNDS + 1
    # The last one and the one before still work; an older one ends all.
    assert clients[1].refresh(tokens[-2]).json()["refresh_token"] == tokens[-1]
    assert clients[0].refresh(tokens[0]).text == "INVALID_REFRESH_TOKEN"
    assert clients[1].refresh(tokens[-1]).text == "INVALID_REFRESH_TOKEN"


class Refreshing:
    """Refreshes as fast as it can, until it is refused."""

    def __init__(self, *clients: Client) -> None:
        self.clients = clients
        self.seen: list[str] = []
        self.may_be_refused = threading.Event()
        self.stop = threading.Event()

    def run(self, token: str) -> None:
        """Asks with the newest token, all clients at once."""
        while not self.stop.is_set():
            asked = [lambda c=c, token=token: c.refresh(token) for c in self.clients]
            replies = at_once(asked)
            good = [reply.json() for reply in replies if reply.status_code == 200]
            self.seen += [tokens["access_token"] for tokens in good]
            refused = {reply.text for reply in replies if reply.status_code != 200}
            if refused:
                assert self.may_be_refused.is_set(), refused
                assert refused == {"INVALID_REFRESH_TOKEN"}
                return
            (token,) = {tokens["refresh_token"] for tokens in good}


def test_after_a_revocation_no_process_takes_a_token(shared: Shared) -> None:
    """P8, P10: while both processes refresh as fast as they can."""
    world, languages = shared
    for ending in ("client", "user"):
        for options in ({}, {"rotation": True}):
            user, clients = logged_in(world, languages, **options)
            for _ in range(2):
                token, access = tokens_of(user, clients[0])
                unspent = user.code()
                # With rotation both ask with the same token: one that is older by two ends all.
                groups = [tuple(clients)] if options else [(client,) for client in clients]
                working = [Refreshing(*group) for group in groups]
                with ThreadPoolExecutor(len(working)) as pool:
                    running = [pool.submit(one.run, token) for one in working]
                    try:
                        wait_for_replies(working, running)
                        for one in working:
                            one.may_be_refused.set()
                        if ending == "client":
                            assert Client(world.servers[-1]).revoke(token).status_code == 200
                        else:
                            assert user.withdraw() == 303
                            # A code that was not redeemed is dead, too.
                            exchanged = Client(clients[0].server).exchange(unspent)
                            assert exchanged.text == "INVALID_CODE"
                        for done in running:
                            done.result(PATIENCE)
                    finally:
                        for one in working:
                            one.stop.set()
                callers = [Client(client.server) for client in clients]
                seen = {access}.union(*(one.seen for one in working))
                assert len(seen) > 1
                for number, given in enumerate(seen):
                    assert callers[number % 2].call(given) == 401
                assert clients[0].refresh(token).status_code == 400
                assert user.is_asked() == (ending == "user")
                # At once, in the same second too.
                _, fresh = tokens_of(user, clients[1])
                assert clients[0].call(fresh) == 200
            for server in world.servers:
                server.kill()


def wait_for_replies(working: list[Refreshing], running: list[Future[None]]) -> None:
    """Waits until each has had a few replies, while all goes well."""
    deadline = time.monotonic() + PATIENCE
    while not all(len(one.seen) > 3 for one in working):
        for one in running:
            if one.done():
                one.result()
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_each_request_may_go_to_another_process(shared: Shared) -> None:
    """P16, with forms and cookies; P3 and P11 on the way."""
    world, languages = shared
    servers = world.start(*languages)
    first, second = (Client(server) for server in servers)
    user = User(*servers)
    code = user.code("profile email")
    assert Client(servers[0], "other").exchange(code).text == "INVALID_CODE"
    reply = second.exchange(code)
    assert reply.status_code == 200
    tokens = reply.json()
    assert first.call(tokens["access_token"]) == second.call(tokens["access_token"]) == 200
    assert first.refresh(tokens["refresh_token"]).status_code == 200
    assert not user.is_asked("email")
    assert user.is_asked("read:like")
    assert user.withdraw() == 303
    assert second.call(tokens["access_token"]) == first.call(tokens["access_token"]) == 401


def test_nothing_goes_to_an_address_that_is_not_registered(shared: Shared) -> None:
    """P12."""
    world, languages = shared
    for server in world.start(*languages):
        for address in (
            CALLBACK + "/",
            "https://evil.example/cb",
            "//evil.example",
            CALLBACK.upper(),
        ):
            query = {**request_of("app", "profile"), "redirect_uri": address}
            reply = requests.get(
                server.address + "/in/oauth", params=query, allow_redirects=False, timeout=20
            )
            assert (reply.status_code, reply.headers.get("Location")) == (400, None)
            assert "INVALID_REDIRECT_URI" in reply.text


def work(server: Server, answered: dict[str, str]) -> None:
    """Logs in and refreshes again and again until the connection is lost; notes the replies."""
    client = Client(server)
    lost = (requests.ConnectionError, requests.exceptions.ChunkedEncodingError)
    with contextlib.suppress(*lost):
        user = User(server)
        while True:
            answered["code"] = user.code()
            reply = client.exchange(answered["code"])
            assert reply.status_code == 200, reply.text
            answered["refresh"] = reply.json()["refresh_token"]
            answered.pop("code")
            reply = client.refresh(answered["refresh"])
            assert reply.status_code == 200, reply.text


def test_what_was_answered_holds_after_a_kill(shared: Shared) -> None:
    """P13: kill -9 at random moments; a client goes on with what it has."""
    world, languages = shared
    chance = random.Random(1)
    servers = world.start(*languages)
    user, clients = User(*servers), [Client(server) for server in servers]
    held, _ = tokens_of(user, clients[0])
    for number in range(ROUNDS):
        victim = servers[number % 2]
        answered = {"refresh": held}
        with ThreadPoolExecutor(1) as pool:
            running = pool.submit(work, victim, answered)
            time.sleep(0.1 + 0.4 * chance.random())
            victim.kill()
            running.result(PATIENCE)
        victim.start()
        client = Client(servers[chance.randrange(2)])
        reply = client.refresh(answered["refresh"])
        if "code" not in answered:
            assert reply.status_code == 200, reply.text
        else:
            exchanged = client.exchange(answered["code"])
            if reply.status_code == 200:
                # The code had not been redeemed.
                assert exchanged.status_code == 200, exchanged.text
                reply = exchanged
            else:
                # It had, and the reply was lost: that ended the tokens of the code before, and a
                # second time ends those of this one.
                refused = (reply.text, exchanged.text)
                assert refused == ("INVALID_REFRESH_TOKEN", "INVALID_CODE")
                # The user passes through without being asked.
                assert not user.is_asked()
                reply = client.exchange(user.code())
                assert reply.status_code == 200, reply.text
        held = reply.json()["refresh_token"]
        assert client.call(reply.json()["access_token"]) == 200
    # A revocation that was answered holds.
    assert clients[0].revoke(held).status_code == 200
    for server in servers:
        server.kill()
        server.start()
    assert Client(servers[1]).refresh(held).status_code == 400


def test_no_secret_is_stored_or_logged(shared: Shared) -> None:
    """P14: in no encoding, in the database and in the logs."""
    world, languages = shared
    user, clients = logged_in(world, languages, rotation=True)
    code = user.code()
    reply = clients[0].exchange(code).json()
    second = clients[1].refresh(reply["refresh_token"]).json()
    clients[0].exchange(code)
    clients[0].refresh("x" * 43)
    clients[1].post("/oauth/access_token", grant_type=SECRETS["other"])
    clients[1].post("/oauth/access_token", client_secret="a secret that is wrong", grant_type="x")
    requests.get(
        world.servers[0].address + "/in/oauth", params={"client_id": SECRETS["app"]}, timeout=20
    )
    opaque = [code, reply["refresh_token"], second["refresh_token"]]
    opaque += [tokens["access_token"].split(".")[2] for tokens in (reply, second)]
    hidden = [*opaque, KEY, COMMON_SECRET, *SECRETS.values(), "a secret that is wrong"]
    everything = world.everything()
    assert "jotkit_grants" in everything
    for secret in hidden:
        bytes_of = [secret.encode()]
        if secret in opaque:
            bytes_of.append(base64.urlsafe_b64decode(secret + "="))
        forms = [secret, quote(secret)]
        for raw in bytes_of:
            forms += [raw.hex(), base64.b64encode(raw).decode().rstrip("=")]
            forms += [base64.urlsafe_b64encode(raw).decode().rstrip("=")]
        assert not [form for form in forms if form.lower() in everything.lower()]


def test_a_lost_database_comes_back_by_itself(make_world: Any) -> None:
    """P17: 503 while PostgreSQL is away, in all languages; nothing is half done."""
    world = make_world("postgres")
    servers = world.start("rust", "python", "node")
    user, clients = User(*servers), [Client(server) for server in servers]
    token, access = tokens_of(user, clients[0])
    code = user.code()
    world.cluster.stop()
    try:
        asked = [lambda c=client: (c.exchange(code), c.call(access)) for client in clients]
        for reply, called in at_once(asked):
            assert (reply.status_code, reply.text) == (503, "SERVER_UNAVAILABLE")
            assert reply.headers["Retry-After"] == "1"
            assert called == 503
    finally:
        world.cluster.start()
    for client in clients:
        assert client.refresh(token).status_code == 200
        assert client.call(access) == 200
    assert clients[2].exchange(code).status_code == 200


def test_access_tokens_are_likecoin_s_byte_for_byte(shared: Shared) -> None:
    """P18: protocol section B5."""
    user, clients = logged_in(*shared)
    for client in clients:
        _, access = tokens_of(user, client)
        parts = [base64.urlsafe_b64decode(part + "==") for part in access.split(".")]
        assert parts[0] == b'{"alg":"HS256","typ":"JWT"}'
        claims = json.loads(parts[1])
        assert list(claims) == ["user", "scope", "azp", "iat", "exp", "aud", "iss", "jti"]
        assert json.dumps(claims, separators=(",", ":")).encode() == parts[1]
        assert claims["exp"] - claims["iat"] == 3600


def test_the_tables_of_a_newer_version_are_refused(shared: Shared) -> None:
    """A server does not start on them."""
    world, languages = shared
    servers = world.start(*languages)
    for server in servers:
        server.kill()
    if world.cluster:
        world.cluster.ask(world.database, "UPDATE jotkit_schema SET version = 2")
    else:
        with sqlite3.connect(world.file) as connection:
            connection.execute("UPDATE jotkit_schema SET version = 2")
    for server in servers:
        try:
            server.start()
        except AssertionError:
            assert "newer version of jotkit" in server.log.read_text()
        else:
            raise AssertionError(f"{server.language} started")

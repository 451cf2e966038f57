"""The provider's functions, with and without an event loop."""

from __future__ import annotations

import asyncio
import copy
import json
import pickle
import re
import sqlite3
import threading
from datetime import datetime, timedelta, timezone
from urllib.parse import urlencode

import providing
import pytest
from conftest import refusal
from providing import KEY, OPTIONS, SECRET, USERS

import jotkit
import jotkit._options
from jotkit.provider import App, Login, Reply, SQLite

UNAVAILABLE = (503, {"cache-control": "no-store", "retry-after": "1"})


class Store:
    """A store of one's own: rows as lists, statements that fail on demand."""

    def __init__(self):
        self.inner, self.error, self.ran = SQLite(":memory:"), None, 0

    def run(self, sql, params):
        self.ran += 1
        if self.error is not None:
            raise self.error
        return [list(row) for row in self.inner.run(sql, params)]

    def close(self):
        self.inner.close()


class Slow(Store):
    """The same, asynchronous."""

    async def run(self, sql, params):
        await asyncio.sleep(0)
        return super().run(sql, params)


@pytest.fixture
def store():
    made = Store()
    yield made
    made.close()


@pytest.fixture
def slow():
    made = Slow()
    yield made
    made.close()


async def find(name):
    await asyncio.sleep(0)
    return USERS.get(name)


def unavailable(reply):
    headers = {name: reply.headers[name] for name in UNAVAILABLE[1]}
    return (reply.status, headers) == UNAVAILABLE


def test_codes_tokens_and_their_end(store):
    made = providing.provider(store)
    given = providing.tokens(made)
    assert given["user"] == "ann"
    assert (given["displayName"], given["avatar"]) == ("Ann", "https://pics.example/ann")
    token = made.verify(given["access_token"], all=["profile"])
    assert (token.user, token.client_id, token.scope) == ("ann", "app", ["profile"])
    assert isinstance(token, jotkit.likecoin.AccessToken)
    assert refusal(made.verify, given["access_token"], any=["email"]) == "scope_refused"
    assert refusal(made.verify, given["access_token"] + "x") == "signature_invalid"
    [app] = made.apps("ann")
    assert isinstance(app, App)
    assert (app.client_id, app.name, app.scope) == ("app", "App", ["profile"])
    assert isinstance(app.since, int)
    assert made.apps("bob") == []
    again = json.loads(providing.refresh(made, given["refresh_token"]).body)
    assert again["refresh_token"] == given["refresh_token"]
    assert made.withdraw("ann", "app") is True
    assert made.withdraw("ann", "app") is False
    for one in (given, again):
        assert refusal(made.verify, one["access_token"]) == "token_revoked"
    assert providing.refresh(made, given["refresh_token"]).body == "INVALID_REFRESH_TOKEN"
    assert made.clients.list() == ["app"]
    made.sweep()


def test_the_forms_for_asyncio():
    async def flow(**kinds):
        made = jotkit.Provider(**OPTIONS, **kinds)
        await made.setup_async()
        await made.clients.put_async(
            "app", secret=SECRET, redirect_uris=[providing.CALLBACK], scopes=["profile"]
        )
        query = "&".join(f"{name}={value}" for name, value in providing.ASKED.items())
        assert await made.answer_async("authorize", query=query) == Login(f"/in/oauth?{query}")
        page = await made.answer_async("authorize", query=query, **providing.BROWSER)
        body = f"{query}&decision=accept&ticket={page.page['consent']['ticket']}".encode()
        form = {"content_type": providing.FORM}
        sent = await made.answer_async("authorize", body, **form, **providing.BROWSER)
        code = providing.code_in(sent.headers["location"])
        body = f"client_id=app&client_secret={SECRET}&grant_type=authorization_code&code={code}"
        body = f"{body}&redirect_uri={providing.CALLBACK}".encode()
        given = json.loads((await made.answer_async("token", body, **form)).body)
        assert (await made.verify_async(given["access_token"], all=["profile"])).user == "ann"
        assert [app.client_id for app in await made.apps_async("ann")] == ["app"]
        assert await made.withdraw_async("ann", "app")
        with pytest.raises(jotkit.RefusedToken) as caught:
            await made.verify_async(given["access_token"])
        assert caught.value.code == "token_revoked"
        assert await made.clients.list_async() == ["app"]
        assert len(await made.clients.new_secret_async("app", keep=0)) == 43
        await made.sweep_async()

    for store in (Store(), Slow()):
        for users in (USERS.get, find):
            asyncio.run(flow(store=store, users=users))
            store.inner.run("DELETE FROM jotkit_clients", [])
        store.close()


def test_what_is_asynchronous_needs_the_forms_for_asyncio(store, slow):
    for kinds in ({"store": slow, "users": USERS.get}, {"store": store, "users": find}):
        made = jotkit.Provider(**kinds, **OPTIONS)
        with pytest.raises(TypeError, match="_async"):
            made.setup()
        with pytest.raises(TypeError, match="asgi"):
            made.wsgi(user=str, session=str, login="/login")
    # From outside this one does not look asynchronous.
    hidden = jotkit.Provider(store, users=lambda name: find(name + ""), **OPTIONS)
    hidden.setup()
    providing.put(hidden)
    with pytest.raises(TypeError, match="async functions"):
        providing.tokens(hidden)


def test_a_user_may_be_gone_or_not_to_be_found(store):
    users, seen = dict(USERS), []
    made = providing.provider(store, users=lambda name: users[name], on_event=seen.append)
    code = providing.code(made)
    for strange in (5, ["Ann"], {"display_name": 5}, "ann"):
        users["ann"] = strange
        assert unavailable(providing.exchange(made, code))
    del users["ann"]
    assert unavailable(providing.exchange(made, code))
    assert seen[-1]["name"] == "store_failed"
    assert seen[-1]["cause"] == "builtins.KeyError"
    users["ann"] = None
    assert providing.exchange(made, code).body == "INVALID_CODE"
    users["ann"] = {"display_name": None, "email": None}
    assert json.loads(providing.exchange(made, code).body)["displayName"] == ""


def test_a_database_that_fails_and_comes_back(store):
    seen = []
    made = providing.provider(store, on_event=seen.append)
    given = providing.tokens(made)
    store.error = sqlite3.OperationalError("disk I/O error: secret parameters")
    assert unavailable(providing.refresh(made, given["refresh_token"]))
    assert seen[-1]["cause"] == "sqlite3.OperationalError"
    assert "parameters" not in str(seen)
    for call in (
        made.setup,
        made.clients.list,
        made.sweep,
        lambda: made.apps("ann"),
        lambda: made.withdraw("ann", "app"),
        lambda: made.clients.new_secret("app", keep=1),
        lambda: providing.put(made),
    ):
        with pytest.raises(jotkit.FlowError) as caught:
            call()
        assert caught.value.code == "server_unavailable"
        assert caught.value.__cause__ is store.error
    with pytest.raises(jotkit.InvalidKey) as caught:
        made.verify(given["access_token"])
    assert (caught.value.code, caught.value.challenge().status) == ("keys_unavailable", 503)
    assert caught.value.__cause__ is store.error
    store.error = None
    assert made.verify(given["access_token"]).user == "ann"
    assert providing.refresh(made, given["refresh_token"]).status == 200


@pytest.mark.parametrize("rows", [None, 5, [5], [[1.5]], [[b"x"]], [[{}]], [["x", "y", object()]]])
def test_rows_that_are_none(store, rows):
    made = providing.provider(store)
    store.run = lambda sql, params: rows
    assert unavailable(made.answer("authorize", query="client_id=app", **providing.BROWSER))
    with pytest.raises(jotkit.FlowError):
        made.clients.list()


def test_whole_numbers_may_come_as_text(store):
    made = providing.provider(store)
    plain = store.run

    def texts(sql, params):
        rows = plain(sql, params)
        return [[str(one) if isinstance(one, int) else one for one in row] for row in rows]

    store.run = texts
    jotkit.Provider(store, users=USERS.get, **OPTIONS).setup()
    given = providing.tokens(made)
    assert made.verify(given["access_token"]).user == "ann"
    assert made.apps("ann")[0].used is not None


def test_events_have_no_secret_and_break_nothing(store):
    seen = []

    def tell(event):
        seen.append(json.dumps(event))
        raise LookupError("mine")

    made = providing.provider(store, on_event=tell, rotation=True, grace=0)
    code = providing.code(made)
    given = json.loads(providing.exchange(made, code).body)
    newer = json.loads(providing.refresh(made, given["refresh_token"]).body)
    last = json.loads(providing.refresh(made, newer["refresh_token"]).body)
    secrets = [code, SECRET, KEY, OPTIONS["common_secret"]]
    for one in (given, newer, last):
        secrets += [one["refresh_token"], one["access_token"]]
    providing.refresh(made, given["refresh_token"])
    providing.exchange(made, code)
    providing.exchange(made, "no code")
    providing.exchange(made, code, client_secret="wrong-" + SECRET)
    made.withdraw("ann", "app")
    names = [json.loads(event)["name"] for event in seen]
    assert {"code_issued", "code_redeemed", "token_refreshed", "token_reused"} < set(names)
    assert {"tokens_ended", "client_refused", "request_refused", "consent_withdrawn"} < set(names)
    assert not [event for event in seen for secret in secrets if secret in event]
    for event in map(json.loads, seen):
        assert event.keys() <= {"name", "time", "client", "user", "reason"}
        assert isinstance(event["time"], int)


def test_the_database_holds_no_secret(store):
    made = providing.provider(store)
    code = providing.code(made)
    given = json.loads(providing.exchange(made, code).body)
    tables = ("jotkit_clients", "jotkit_grants", "jotkit_codes")
    held = json.dumps([store.inner.run(f"SELECT * FROM {table}", []) for table in tables])
    secrets = (code, SECRET, KEY, given["refresh_token"], given["access_token"])
    for secret in secrets:
        assert secret not in held
        assert secret.encode().hex() not in held.lower()


def test_the_clock_is_asked_at_each_call(store):
    now = [datetime(2027, 1, 1, tzinfo=timezone.utc)]
    made = providing.provider(store, clock=lambda: now[0])
    given = providing.tokens(made)
    assert made.verify(given["access_token"]).issued_at == now[0].timestamp()
    now[0] = now[0] + timedelta(hours=1)
    assert refusal(made.verify, given["access_token"]) == "token_expired"
    for strange, refused in (
        (float("nan"), "argument_invalid"),
        (float("inf"), "argument_invalid"),
        ("now", TypeError),
        (None, TypeError),
        (datetime(2027, 1, 1), TypeError),  # noqa: DTZ001
    ):
        now[0] = strange
        assert refusal(made.setup) == refused
    now[0] = 1_800_000_000.9
    code = providing.code(made)
    now[0] = 1_800_000_060
    assert providing.exchange(made, code).body == "INVALID_CODE"


def test_what_makes_no_provider(store):
    def made(given=store, **more):
        return jotkit.Provider(given, **{"users": USERS.get, **OPTIONS, **more})

    for given in (None, "provider.db", 5, sqlite3.connect):
        assert refusal(made, given) is TypeError
    for wrong in ({"users": None}, {"users": {}}, {"on_event": 5}, {"clock": 5}):
        assert refusal(made, **wrong) is TypeError
    assert refusal(made, key="short") == "key_weak"
    assert refusal(made, key=KEY.encode()) is TypeError
    for name in jotkit._options.ProviderOptions.__annotations__:
        assert refusal(made, **{name: None}) == "argument_invalid"
    for wrong in ({"colour": "red"}, {"grace": 601}, {"style": "oauth"}, {"rotation": 1}):
        assert refusal(made, **wrong) == "argument_invalid"
    assert made(grace=timedelta(minutes=1), key=[KEY, "another key of 32 bytes or more."])
    for way in (pickle.dumps, copy.copy, copy.deepcopy):
        assert refusal(way, made()) is TypeError
    for secret in (KEY, OPTIONS["common_secret"]):
        assert secret not in repr(made())


def test_what_makes_no_client(store):
    made = providing.provider(store)
    for wrong in (
        {"scopes": "profile"},
        {"redirect_uris": ["http://app.example/"]},
        {"name": None},
    ):
        assert refusal(providing.put, made, **wrong) == "argument_invalid"
    assert refusal(providing.put, made, secret="short") == "key_weak"
    assert refusal(made.clients.put, "new", scopes=[]) == "argument_invalid"
    assert refusal(made.clients.put, "no id", secret=SECRET) == "argument_invalid"
    assert refusal(made.clients.put, 5, secret=SECRET) == "argument_invalid"
    made.clients.put("app", redirect_uris=[providing.CALLBACK], scopes=["profile"])
    assert providing.tokens(made)["user"] == "ann"


def test_another_secret(store):
    now = [1_800_000_000]
    made = providing.provider(store, clock=lambda: now[0])
    given = providing.tokens(made)
    secret = made.clients.new_secret("app", keep=timedelta(minutes=1))
    assert re.fullmatch(r"[\w-]{43}", secret)
    for one in (SECRET, secret):
        reply = providing.exchange(made, providing.code(made), client_secret=one)
        assert reply.status == 200
    now[0] += 60
    assert providing.exchange(made, "x").body == "INVALID_CLIENT_CRED"
    assert made.verify(json.loads(reply.body)["access_token"])
    assert made.verify(given["access_token"])
    assert made.clients.new_secret("app", "a secret of my own", keep=0) == "a secret of my own"
    assert refusal(made.clients.new_secret, "other", keep=0) == "client_unknown"
    assert refusal(made.clients.new_secret, "app", "short", keep=0) == "key_weak"
    for keep in (-1, 0.5, 2**32, float("nan"), timedelta(days=-1)):
        assert refusal(made.clients.new_secret, "app", keep=keep) == "argument_invalid"
    for keep in (None, "60", True):
        assert refusal(made.clients.new_secret, "app", keep=keep) is TypeError


def test_the_parts_of_a_request(store):
    made = providing.provider(store)
    assert made.answer("authorize", query="client_id=app", mount=None).status == 400
    assert made.answer("apps", user=None) == Login("/apps")
    assert made.answer("apps", query="x=1", mount="/auth") == Login("/auth/apps?x=1")
    for wrong in (
        {"user": 5},
        {"query": b""},
        {"mount": {}},
        {"colour": "red"},
        {"user": "\ud800"},
    ):
        refused = refusal(made.answer, "apps", **wrong)
        assert refused in ("argument_invalid", TypeError), wrong
    assert refusal(made.answer, "nowhere") == "argument_invalid"
    assert refusal(made.answer, None) == "argument_invalid"
    assert refusal(made.answer, "token", "text") is TypeError
    for user in ("a\nb", "x" * 2049, " "):
        assert refusal(made.answer, "apps", user=user) == "argument_invalid"
    for mount in ("//evil.example", "https://evil.example", "/a?b", "/a#b", "/a\\b", "auth"):
        assert refusal(made.answer, "apps", mount=mount) == "argument_invalid"
    reply = made.answer("token", b"x" * 20_000, content_type=providing.FORM)
    assert (reply.status, reply.body) == (400, "INVALID_REQUEST")
    assert made.answer("token", method="PUT").status == 405


def test_replies_do_not_show_what_they_hold(store):
    made = providing.provider(store)
    code = providing.code(made)
    reply = providing.exchange(made, code)
    assert repr(reply) == "Reply(status=200)"
    assert Reply(303, {"location": code}, "") == Reply(303, {"location": code}, "")
    assert code not in repr(Reply(303, {"location": code}, code, {"consent": code}))


def test_pages_for_hosts_that_draw_their_own(store):
    made = providing.provider(store, descriptions={"profile": "See your name"})
    page = made.answer("authorize", query="client_id=no", **providing.BROWSER)
    assert page.page == {"page": "INVALID_CLIENT_ID"}
    reply = made.answer("apps", **providing.BROWSER, mount="/auth")
    assert reply.page == {"apps": []}
    providing.tokens(made)
    reply = made.answer("apps", **providing.BROWSER, mount="/auth")
    assert 'action="/auth/apps"' in reply.body
    assert "See your name" in reply.body
    ticket = reply.page["apps"][0]["ticket"]
    fields = {"client_id": "app", "ticket": ticket}
    assert providing.post(made, "apps", fields, user="ann", session="other").status == 403
    assert providing.post(made, "apps", fields, **providing.BROWSER).status == 303
    assert made.apps("ann") == []


def test_tables_of_a_newer_version(store):
    made = providing.provider(store)
    store.inner.run("UPDATE jotkit_schema SET version = 2", [])
    with pytest.raises(jotkit.UsageError, match="newer version"):
        made.setup()


def test_records_under_another_key(store):
    providing.provider(store)
    other = "another key of 32 bytes or more, a new one"
    made = jotkit.Provider(store, users=USERS.get, **{**OPTIONS, "key": other})
    code = providing.code(made)
    assert unavailable(providing.exchange(made, code))
    both = jotkit.Provider(store, users=USERS.get, **{**OPTIONS, "key": [other, KEY]})
    assert providing.exchange(both, code).status == 200


def test_a_call_that_is_cancelled_does_no_harm(slow):
    async def flow():
        stuck = asyncio.Event()
        made = jotkit.Provider(slow, users=find, **OPTIONS)
        await made.setup_async()
        plain = made._runner._store.run

        async def waits(sql, params):
            stuck.set()
            await asyncio.sleep(600)

        made._runner._store = type("Stuck", (), {"run": staticmethod(waits)})()
        task = asyncio.create_task(made.clients.list_async())
        await stuck.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        made._runner._store = type("Works", (), {"run": staticmethod(plain)})()
        assert await made.clients.list_async() == []

    asyncio.run(flow())


@pytest.mark.parametrize("kind", ["threads", "loop"])
def test_a_host_that_does_not_answer(store, monkeypatch, kind):
    ready = providing.provider(store)
    codes = [providing.code(ready) for _ in range(16)]
    answers, seen = threading.Event(), []

    def hang(name):
        answers.wait(60)
        return USERS[name]

    async def wait(name):
        while not answers.is_set():
            await asyncio.sleep(0.01)
        return USERS[name]

    users = hang if kind == "threads" else wait
    made = jotkit.Provider(store, users=users, on_event=seen.append, **OPTIONS)

    def exchange(code):
        fields = {"grant_type": "authorization_code", "redirect_uri": providing.CALLBACK}
        body = urlencode({**providing.CLIENT, **fields, "code": code}).encode()
        return made.answer_async("token", body, content_type=providing.FORM)

    async def flow():
        monkeypatch.setattr("jotkit.provider._flow.LIMIT", 0.5)
        # As many as there are threads.
        replies = await asyncio.gather(*map(exchange, codes))
        assert all(map(unavailable, replies))
        assert {event["name"] for event in seen} == {"store_failed"}
        assert {event["cause"].rpartition(".")[2] for event in seen} == {"TimeoutError"}
        ran = store.ran
        if kind == "threads":
            with pytest.raises(jotkit.FlowError) as caught:
                await made.clients.list_async()
            assert isinstance(caught.value.__cause__, asyncio.TimeoutError)
        monkeypatch.setattr("jotkit.provider._flow.LIMIT", 60)
        answers.set()
        # What was not waited for any more does not go on.
        assert await made.clients.list_async() == ["app"]
        assert store.ran == ran + 1
        assert (await exchange(codes[-1])).status == 200

    asyncio.run(flow())


def test_statements():
    texts = jotkit.Provider.statements()
    assert [name for name, _ in texts][:2] == ["schema", "schema"]
    assert len({name for name, _ in texts}) == 18
    assert "WHERE client_id = $3 AND user_id = $4" in dict(texts)["withdraw"]


def test_the_package_is_imported_when_it_is_asked_for():
    import subprocess
    import sys

    program = "import jotkit, sys; assert 'sqlite3' not in sys.modules; jotkit.Provider"
    program += "; assert {'sqlite3', 'jotkit.provider'} <= {*sys.modules}"
    program += "; assert 'psycopg' not in sys.modules"
    subprocess.run([sys.executable, "-c", program], check=True)

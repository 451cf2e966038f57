"""The operation ``provider``: a script of steps for one provider on a database of its own."""

from __future__ import annotations

import json
import re
import sqlite3
from typing import TYPE_CHECKING, Any

import jotkit

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Generator, Sequence

    from jotkit.provider import Reply

    Flow = Coroutine[str, str | None, Reply | None]

Result = dict[str, Any]
FORM = "application/x-www-form-urlencoded"
STATEMENTS = {sql: name for name, sql in jotkit.Provider.statements()}


def perform(request: Result, described: Callable[[jotkit.JotkitError], Result]) -> Result:
    """Performs a script, and returns the result of each step."""
    world = World(request["options"])
    for client in request["clients"]:
        world.client({"client": client})
    for user in request["users"]:
        world.user({"user": user})
    names, results = Names(), []
    for step in request["steps"]:
        try:
            result = world.perform(names.values_for(step))
        except jotkit.JotkitError as error:
            result = {"error": described(error)}
        results.append(names.hide(result))
    return {"results": results}


class Pause:
    """Hands the name of a statement to the one who drives the flow, and takes what to do."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __await__(self) -> Generator[str, str, str]:
        return (yield self.name)


class World:
    """A provider, its database, its users, and flows that stand still before a statement."""

    def __init__(self, options: Result) -> None:
        self.options = options
        self.database = sqlite3.connect(":memory:", isolation_level=None)
        self.users: dict[str, Result] = {}
        self.flows: dict[str, Flow] = {}
        self.events: list[str] = []
        self.at = 0
        self.provider = self.started()
        finish(self.provider.setup_async())

    def started(self) -> jotkit.Provider:
        return jotkit.Provider(
            self,
            users=self.find,
            on_event=lambda event: self.events.append(event["name"]),
            clock=lambda: self.at,
            **self.options,
        )

    async def run(self, sql: str, params: Sequence[str | int | None]) -> list[Any]:
        """Runs a statement as the one who drives the flow wants it: it is the store's method."""
        how, rows = await Pause(STATEMENTS[sql]), []
        if how == "fail":
            raise OSError("the database does not answer")
        named = {str(number): value for number, value in enumerate(params, 1)}
        for _ in range(2 if how == "twice" else 1):
            rows = self.database.execute(sql, named).fetchall()
        return rows

    async def find(self, name: str) -> Result | None:
        return self.users.get(name)

    def perform(self, step: Result) -> Result:
        self.at = step.get("at", 0)
        self.events.clear()
        if "begin" in step:
            flow = self.flows[step["begin"]] = self.asked(step["request"])
            return self.shown(flow, None)
        [kind] = step.keys() - {"at"}
        result: Result = getattr(self, {"run": "run_one"}.get(kind, kind))(step)
        return result

    def request(self, step: Result) -> Result:
        return self.replied(finish(self.asked(step["request"])))

    def asked(self, given: Result) -> Flow:
        parts = {**given}
        endpoint, body = parts.pop("endpoint"), parts.pop("body", None)
        if body is None:
            return self.provider.answer_async(endpoint, **parts)
        return self.provider.answer_async(
            endpoint, body.encode(), **{"content_type": FORM, **parts}
        )

    def shown(self, flow: Flow, how: str | None) -> Result:
        """Lets a flow go on: the statement that is next, or the reply."""
        try:
            return {"next": flow.send(how)}
        except StopIteration as end:
            return self.replied(end.value)

    def replied(self, reply: Reply | None) -> Result:
        if reply is None:
            return {"login": True, "events": [*self.events]}
        result = {"status": reply.status, "headers": reply.headers, "events": [*self.events]}
        return {**result, **({"body": reply.body} if reply.page is None else reply.page)}

    # What follows are the kinds of steps.

    def run_one(self, step: Result) -> Result:
        return self.shown(self.flows[step["run"]], "run")

    def twice(self, step: Result) -> Result:
        return self.shown(self.flows[step["twice"]], "twice")

    def fail(self, step: Result) -> Result:
        return self.shown(self.flows[step["fail"]], "fail")

    def finish(self, step: Result) -> Result:
        return self.replied(finish(self.flows[step["finish"]], "run"))

    def verify(self, step: Result) -> Result:
        verified = vars(finish(self.provider.verify_async(**step["verify"])))
        return {name: value for name, value in verified.items() if name != "token_id"}

    def client(self, step: Result) -> Result:
        named = {"client_secret": "secret"}
        client = {named.get(name, name): value for name, value in step["client"].items()}
        # In Python an id cannot be left out.
        client_id = client.pop("client_id", "")
        finish(self.provider.clients.put_async(client_id, **client))
        return {}

    def new_secret(self, step: Result) -> Result:
        given = step["new_secret"]
        arguments = given["client_id"], given["client_secret"]
        finish(self.provider.clients.new_secret_async(*arguments, keep=given["keep"]))
        return {}

    def user(self, step: Result) -> Result:
        user = step["user"]
        self.users[user["id"]] = user
        if user.get("gone"):
            del self.users[user["id"]]
        return {}

    def sweep(self, _: Result) -> Result:
        finish(self.provider.sweep_async())
        return {}

    def restart(self, _: Result) -> Result:
        self.provider = self.started()
        return {}

    def sql(self, step: Result) -> Result:
        return {"rows": self.database.execute(step["sql"]).fetchall()}


def finish(flow: Coroutine[Any, str | None, Any], how: str | None = None) -> Any:
    """Runs all statements of a flow that are left."""
    try:
        flow.send(how)
        while True:
            flow.send("run")
    except StopIteration as end:
        return end.value


class Names:
    """The names of values that are random, in the order in which results show them."""

    def __init__(self) -> None:
        self.values: dict[str, str] = {}

    def values_for(self, step: Any) -> Any:
        """A step with values in the place of names."""
        text = json.dumps(step)
        for name, value in self.values.items():
            text = text.replace(name, value)
        return json.loads(text)

    def hide(self, result: Result) -> Any:
        """A result with names in the place of values."""
        location = result.get("headers", {}).get("location", "")
        if code := re.search(r"[?&]code=([^&]*)", location):
            self.note("code", code[1])
        try:
            tokens = json.loads(result.get("body", ""))
        except ValueError:
            tokens = {}
        self.note("refresh", tokens.get("refresh_token"))
        self.note("access", tokens.get("access_token"))
        for one in [result.get("consent", {}), *result.get("apps", [])]:
            self.note("ticket", one.get("ticket"))
        text = json.dumps(result)
        for name, value in reversed(self.values.items()):
            text = text.replace(value, name)
        return json.loads(text)

    def note(self, kind: str, value: str | None) -> None:
        # A ticket has a new name each time; at the same time it has the same value.
        if value is not None and (kind == "ticket" or value not in self.values.values()):
            number = sum(name.startswith("{" + kind) for name in self.values) + 1
            self.values["{" + f"{kind}{number}" + "}"] = value

"""The operation ``provider``: a script of steps for one provider on a database of its own."""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
import sqlite3
from typing import TYPE_CHECKING, Any

import jotkit
from jotkit.provider import Login

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Sequence

    from jotkit.provider import Reply

Result = dict[str, Any]
FORM = "application/x-www-form-urlencoded"
STATEMENTS = {sql: name for name, sql in jotkit.Provider.statements()}


def perform(request: Result, described: Callable[[jotkit.JotkitError], Result]) -> Result:
    """Performs a script, and returns the result of each step."""
    with contextlib.closing(World(request["options"])) as world:
        world.begin()
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


class Flow:
    """A call of the provider's that stands still before each statement."""

    def __init__(self, call: Coroutine[Any, Any, Any], loop: asyncio.AbstractEventLoop) -> None:
        self.loop, self.task = loop, loop.create_task(call)
        self.statement = ""
        self.stands: asyncio.Future[None]
        self.how: asyncio.Future[str]

    async def before(self, statement: str) -> str:
        """Stands still in the task, and returns what to do with the statement."""
        self.statement, self.how = statement, self.loop.create_future()
        self.stands.set_result(None)
        return await self.how

    def go_on(self, how: str | None) -> bool:
        """Goes on up to the next statement; whether there is one."""
        self.stands = self.loop.create_future()
        if how is not None:
            self.how.set_result(how)
        both = asyncio.wait([self.stands, self.task], return_when=asyncio.FIRST_COMPLETED)
        self.loop.run_until_complete(both)
        return not self.task.done()


class World:
    """A provider, its database, its users, and flows that stand still before a statement."""

    def __init__(self, options: Result) -> None:
        self.options = options
        self.users: dict[str, Result] = {}
        self.flows: dict[str, Flow] = {}
        self.moving: Flow
        self.events: list[str] = []
        self.at = 0
        # First what may fail: the others have to be closed.
        self.provider = self.started()
        self.database = sqlite3.connect(":memory:", isolation_level=None)
        self.loop = asyncio.new_event_loop()

    def begin(self) -> None:
        self.finished(self.provider.setup_async())

    def close(self) -> None:
        tasks = [flow.task for flow in self.flows.values() if flow.task.cancel()]
        if tasks:
            self.loop.run_until_complete(asyncio.wait(tasks))
        self.loop.close()
        self.database.close()

    def started(self) -> jotkit.Provider:
        return jotkit.Provider(
            self,
            users=self.find,
            on_event=lambda event: self.events.append(event["name"]),
            clock=lambda: self.at,
            **self.options,
        )

    async def run(self, sql: str, params: Sequence[str | int | None]) -> list[Any]:
        """Runs a statement as the step says: it is the store's method."""
        how, rows = await self.moving.before(STATEMENTS[sql]), []
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
            flow = self.flows[step["begin"]] = Flow(self.asked(step["request"]), self.loop)
            return self.shown(flow, None)
        [kind] = step.keys() - {"at"}
        result: Result = getattr(self, {"run": "run_one"}.get(kind, kind))(step)
        return result

    def request(self, step: Result) -> Result:
        return self.replied(self.finished(self.asked(step["request"])))

    def asked(self, given: Result) -> Coroutine[Any, Any, Reply | Login]:
        parts = {**given}
        endpoint, body = parts.pop("endpoint"), parts.pop("body", None)
        if body is None:
            return self.provider.answer_async(endpoint, **parts)
        return self.provider.answer_async(
            endpoint, body.encode(), **{"content_type": FORM, **parts}
        )

    def shown(self, flow: Flow, how: str | None) -> Result:
        """Lets a flow go on: the statement that is next, or the reply."""
        self.moving = flow
        return {"next": flow.statement} if flow.go_on(how) else self.replied(flow.task.result())

    def finished(self, call: Coroutine[Any, Any, Any]) -> Any:
        """The result of a call whose statements all run."""
        return self.finish_flow(Flow(call, self.loop), None)

    def finish_flow(self, flow: Flow, how: str | None) -> Any:
        self.moving = flow
        while flow.go_on(how):
            how = "run"
        return flow.task.result()

    def replied(self, reply: Reply | Login) -> Result:
        if isinstance(reply, Login):
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
        return self.replied(self.finish_flow(self.flows[step["finish"]], "run"))

    def verify(self, step: Result) -> Result:
        verified = vars(self.finished(self.provider.verify_async(**step["verify"])))
        return {name: value for name, value in verified.items() if name != "token_id"}

    def client(self, step: Result) -> Result:
        named = {"client_secret": "secret"}
        client = {named.get(name, name): value for name, value in step["client"].items()}
        # In Python an id cannot be left out.
        client_id = client.pop("client_id", "")
        self.finished(self.provider.clients.put_async(client_id, **client))
        return {}

    def new_secret(self, step: Result) -> Result:
        given = step["new_secret"]
        arguments = given["client_id"], given["client_secret"]
        self.finished(self.provider.clients.new_secret_async(*arguments, keep=given["keep"]))
        return {}

    def user(self, step: Result) -> Result:
        user = step["user"]
        self.users[user["id"]] = user
        if user.get("gone"):
            del self.users[user["id"]]
        return {}

    def sweep(self, _: Result) -> Result:
        self.finished(self.provider.sweep_async())
        return {}

    def restart(self, _: Result) -> Result:
        self.provider = self.started()
        return {}

    def sql(self, step: Result) -> Result:
        return {"rows": self.database.execute(step["sql"]).fetchall()}


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

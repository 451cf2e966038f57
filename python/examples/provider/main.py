"""A service that is a provider, with FastAPI: its own login, the provider's pages, and an API.

    pip install -r requirements.txt
    python main.py CONFIG

CONFIG is a JSON file: ``listen`` (``127.0.0.1:3000``), ``database`` (``sqlite:PATH`` or the address of
a PostgreSQL database), ``provider`` (its options), ``clients``, ``users`` and ``clock`` (seconds to add
to the system's time; for tests).
"""

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI

import login
import profile_api
from jotkit import Provider
from jotkit.provider import Postgres, SQLite


class Server(uvicorn.Server):
    """A server that a signal ends at once: what was not answered may be asked again."""

    def handle_exit(self, *_: Any) -> None:
        os._exit(0)


def make_app(config: dict[str, Any]) -> FastAPI:
    users = {user["id"]: user for user in config.get("users", [])}
    options, moved = config["provider"], config.get("clock", 0)
    path = config["database"].removeprefix("sqlite:")
    store = SQLite(path) if path != config["database"] else Postgres(path)
    provider = Provider(
        store,
        users=users.get,
        on_event=lambda event: print(json.dumps(event), file=sys.stderr),
        clock=lambda: time.time() + moved,
        **options,
    )
    provider.setup()
    for client in config.get("clients", []):
        named = {"client_secret": "secret"}
        own = {named.get(name, name): value for name, value in client.items()}
        provider.clients.put(own.pop("client_id"), **own)

    app = FastAPI(openapi_url=None)
    logins = login.Logins(options["key"], users)
    app.include_router(logins.router())
    style = options.get("style", "likecoin")
    app.include_router(profile_api.router(provider, users, is_likecoin=style == "likecoin"))

    # snippet: mount
    def user(request: Any) -> str | None:
        return logins.of(request.cookies).get("sub")

    def session(request: Any) -> str | None:
        return logins.of(request.cookies).get("jti")

    app.mount("/", provider.asgi(user=user, session=session, login="/login"))
    # snippet end

    return app


def main() -> None:
    config = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    host, _, port = config["listen"].rpartition(":")
    app = make_app(config)
    settings = uvicorn.Config(
        app, host.strip("[]"), int(port), log_level="warning", access_log=False
    )
    Server(settings).run()


if __name__ == "__main__":
    main()

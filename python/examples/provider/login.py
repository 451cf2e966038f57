"""The service's own login. This one has no password: put yours here."""

import html
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, PlainTextResponse, RedirectResponse

from jotkit import JotkitError, Key, Signer, Verifier

SESSION = "session"
DAY = 86_400
MAX_FORM_BYTES = 16_384

PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Log in</title>
</head>
<body>
<h1>Log in</h1>
{forms}
</body>
</html>
"""
FORM = """<form method="post" action="/login">
<input type="hidden" name="user" value="{user}">
<input type="hidden" name="return_to" value="{back}">
<button type="submit">Log in as {user}</button>
</form>
"""
HEADERS = {"Cache-Control": "no-store", "X-Frame-Options": "DENY"}


class Logins:
    """Cookies that every process with the same key takes: tokens of this service's own."""

    def __init__(self, key: str | list[str], users: Mapping[str, Any]) -> None:
        own = Key.hs256("login " + (key if isinstance(key, str) else key[0]))
        # Each login has an id of its own, so that a form of one is not good in another.
        self._signer = Signer(own, lifetime=DAY, jti=True)
        self._verifier = Verifier(own, required=["sub", "jti"])
        self._users = users

    def of(self, cookies: Mapping[str, str]) -> dict[str, Any]:
        """Who is logged in: ``sub`` is the user, ``jti`` the login. Empty for a browser without a login."""
        try:
            claims = self._verifier.verify(cookies.get(SESSION, ""))
        except JotkitError:
            return {}
        return claims if claims["sub"] in self._users else {}

    def router(self) -> APIRouter:
        router = APIRouter()

        @router.get("/login")
        async def page(return_to: str = "") -> Response:
            back = html.escape(return_to)
            forms = (FORM.format(user=html.escape(user), back=back) for user in self._users)
            return HTMLResponse(PAGE.format(forms="".join(forms)), headers=HEADERS)

        @router.post("/login")
        async def log_in(request: Request) -> Response:
            form = await read_form(request)
            user, back = form.get("user", ""), form.get("return_to", "")
            if user not in self._users:
                return PlainTextResponse("There is no such user.", 403)
            reply = RedirectResponse(back if is_here(back) else "/apps", 303)
            token = self._signer.sign({"sub": user})
            reply.set_cookie(SESSION, token, max_age=DAY, httponly=True, samesite="lax")
            return reply

        @router.post("/logout")
        async def log_out() -> Response:
            reply = RedirectResponse("/login", 303)
            reply.delete_cookie(SESSION, httponly=True, samesite="lax")
            return reply

        return router


async def read_form(request: Request) -> dict[str, str]:
    """The fields of a small form."""
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > MAX_FORM_BYTES:
            return {}
    return dict(parse_qsl(body.decode("utf-8", "replace")))


def is_here(address: str) -> bool:
    """Whether an address is a path on this server and nothing else."""
    return address.startswith("/") and address[1:2] not in ("/", "\\") and address.isprintable()

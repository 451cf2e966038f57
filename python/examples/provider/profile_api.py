"""An API that takes the provider's access tokens, and asks whether they were revoked."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse

from jotkit import JotkitError, Provider, bearer
from jotkit.likecoin import refusal

SCOPE = "profile"


def router(provider: Provider, users: Mapping[str, Any], *, is_likecoin: bool) -> APIRouter:
    routes = APIRouter()

    @routes.get("/users/profile")
    async def profile(request: Request) -> Response:
        try:
            # Two headers are as bad as a bad one.
            header = ", ".join(request.headers.getlist("Authorization")) or None
            token = await provider.verify_async(bearer.parse(header), all=[SCOPE])
        except JotkitError as error:
            return refused(error, is_likecoin=is_likecoin)
        user = users.get(token.user)
        if user is None:
            return Response(status_code=404)
        shown = {
            "user": user["id"],
            "displayName": user.get("display_name", ""),
            "avatar": user.get("avatar", ""),
        }
        # Which members are shown goes by the very word, not by what covers it.
        if "email" in token.scope:
            shown["email"] = user.get("email", "")
        return JSONResponse(shown)

    return routes


def refused(error: JotkitError, *, is_likecoin: bool) -> Response:
    """What a request gets whose token is refused; 503 while the database does not answer."""
    challenge = error.challenge("api", [SCOPE])
    if is_likecoin:
        answer = refusal(error)
        if answer is not None:
            return PlainTextResponse(answer.body, answer.status)
        word = "SERVER_UNAVAILABLE" if challenge.status == 503 else ""
        return PlainTextResponse(word, challenge.status)
    header = challenge.www_authenticate
    return Response(
        status_code=challenge.status, headers={"WWW-Authenticate": header} if header else None
    )

"""An authorization server on Authlib, in the shape of its documentation's example.

Flask, SQLAlchemy and SQLite with the durability of jotkit's store. `DATABASE` is the file's path.
"""

from __future__ import annotations

import os
import secrets
from typing import Any, ClassVar

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.integrations.sqla_oauth2 import (
    OAuth2AuthorizationCodeMixin,
    OAuth2ClientMixin,
    OAuth2TokenMixin,
    create_query_client_func,
    create_save_token_func,
)
from authlib.oauth2.rfc6749 import grants
from flask import Flask, Response, redirect, request
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event

CLIENT, SECRET, CALLBACK = "app", "secret-of-the-app-123", "https://app.example/cb"
USERS = 16

os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"
app = Flask(__name__)
app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite:///" + os.environ["DATABASE"]
# A connection for each thread, so that none is opened again.
app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {"pool_size": 8}
app.config["OAUTH2_REFRESH_TOKEN_GENERATOR"] = True
db = SQLAlchemy(app)


class User(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String(40), unique=True)

    def get_user_id(self) -> int:
        return self.id


class Client(db.Model, OAuth2ClientMixin):
    id = db.Column(db.Integer, primary_key=True)


class Code(db.Model, OAuth2AuthorizationCodeMixin):
    id = db.Column(db.Integer, primary_key=True)
    user_id = db.Column(db.Integer, db.ForeignKey("user.id"))


class Token(db.Model, OAuth2TokenMixin):
    id = db.Column(db.Integer, primary_key=True)
    user_id = db.Column(db.Integer, db.ForeignKey("user.id"))


class CodeGrant(grants.AuthorizationCodeGrant):
    TOKEN_ENDPOINT_AUTH_METHODS: ClassVar = ["client_secret_post"]

    def query_authorization_code(self, code: str, client: Client) -> Code | None:
        found = Code.query.filter_by(code=code, client_id=client.client_id).first()
        return found if found and not found.is_expired() else None

    def delete_authorization_code(self, authorization_code: Code) -> None:
        db.session.delete(authorization_code)
        db.session.commit()

    def authenticate_user(self, authorization_code: Code) -> User | None:
        return db.session.get(User, authorization_code.user_id)


class RefreshGrant(grants.RefreshTokenGrant):
    TOKEN_ENDPOINT_AUTH_METHODS: ClassVar = ["client_secret_post"]
    INCLUDE_NEW_REFRESH_TOKEN = True

    def authenticate_refresh_token(self, refresh_token: str) -> Token | None:
        found = Token.query.filter_by(refresh_token=refresh_token).first()
        return found if found and not found.is_revoked() else None

    def authenticate_user(self, refresh_token: Token) -> User | None:
        return db.session.get(User, refresh_token.user_id)

    def revoke_old_credential(self, refresh_token: Token) -> None:
        refresh_token.refresh_token_revoked_at = refresh_token.issued_at
        db.session.add(refresh_token)
        db.session.commit()


server = AuthorizationServer(
    app,
    query_client=create_query_client_func(db.session, Client),
    save_token=create_save_token_func(db.session, Token),
)
server.register_grant(CodeGrant)
server.register_grant(RefreshGrant)


@app.post("/token")
def token() -> Response:
    return server.create_token_response()


@app.get("/code")
def code() -> Response:
    """What a consent page ends with; pages are not measured."""
    made = Code(
        code=secrets.token_urlsafe(36),
        client_id=CLIENT,
        redirect_uri=CALLBACK,
        scope="profile",
        user_id=int(request.args["user"]) + 1,
    )
    db.session.add(made)
    db.session.commit()
    return redirect(f"{CALLBACK}?code={made.code}", 303)


def durable(connection: Any, _: Any) -> None:
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=5000"):
        connection.execute(f"PRAGMA {pragma}")


with app.app_context():
    event.listen(db.engine, "connect", durable)


def prepare() -> None:
    """Makes the tables, the client and the users."""
    with app.app_context():
        db.create_all()
        client = Client(client_id=CLIENT, client_secret=SECRET)
        client.set_client_metadata(
            {
                "grant_types": ["authorization_code", "refresh_token"],
                "redirect_uris": [CALLBACK],
                "response_types": ["code"],
                "scope": "profile",
                "token_endpoint_auth_method": "client_secret_post",
            }
        )
        db.session.add(client)
        db.session.add_all([User(name=f"user{number}") for number in range(USERS)])
        db.session.commit()


if __name__ == "__main__":
    prepare()

"""What the scripts of LikeCoin OAuth sessions are made of: the steps, and the result of each."""

import json

from book import Book

API = "https://api.like.co"
CLIENT = {"client_id": "abc", "client_secret": "s3cret-of-the-client", "redirect_uri": "https://app.example/cb"}
TOKENS = {"access_token": "a1", "refresh_token": "r1"}
FORM = {"content-type": "application/x-www-form-urlencoded", "accept": "application/json"}
REFRESH_RULE, HOSTS_RULE = "LikeCoin refresh B4", "house: a difference between hosts"
EXPIRED, LOGIN = "TOKEN_EXPIRED", "LOGIN_NEEDED"


# Steps.


def call(url="/me", method="GET", **more):
    return {"call": {"method": method, "url": url, **more}}


def reply(number, status, body="", **more):
    return {"reply": {"call": number, "status": status, "body": body, **more}}


def expired(number, body=EXPIRED):
    return reply(number, 401, body)


def granted(number, access="a2", **more):
    return reply(number, 200, json.dumps({"access_token": access, **more}))


def failed(number, cause):
    return {"failed": {"call": number, "cause": cause}}


def resume(number):
    return {"resume": number}


def cancel(number):
    return {"cancel": number}


# Results.


def send(access="a1", path="/me", method="GET", headers=None, api=API, store=None, **more):
    headers = {**(headers or {}), "authorization": f"Bearer {access}"}
    return {"send": {"method": method, "url": api + path, "headers": headers, **more}} | ({"store": store} if store else {})


def refresh(refresh_token="r1", api=API, secret="s3cret-of-the-client"):
    body = f"client_id=abc&client_secret={secret}&grant_type=refresh_token&refresh_token={refresh_token}"
    return {"send": {"method": "POST", "url": api + "/oauth/access_token", "headers": FORM, "body": body}}


def again(access="a2", store=None, **more):
    """The first request after a refresh that brought this access token."""
    return send(access, store=store or {**TOKENS, "access_token": access}, **more)


def wait(number):
    return {"wait": number}


def done(status=200, reaction="done", body=""):
    return {"done": {"status": status, "reaction": reaction, "body": body}}


def fault(code, status=None, detail=None):
    more = {name: value for name, value in (("status", status), ("detail", detail)) if value is not None}
    return {"error": {"code": code, "kind": "usage" if code == "argument_invalid" else "flow", **more}}


CANCELLED = {"cancelled": True}
NOTHING = fault("argument_invalid")
UNAVAILABLE, DOWN = fault("server_unavailable"), fault("server_unavailable", 503)
INVALID = fault("response_invalid")
LOG_IN_AGAIN = done(401, "reauthorize", EXPIRED)

# Steps with their results.

SENT = (call(), send())
BEGUN = (*SENT, expired(1), refresh())
RENEWED = (*BEGUN, granted(1), again())
BOTH_SENT = (*SENT, call("/b"), send(path="/b"))
BOTH_BEGUN = (*BOTH_SENT, expired(1), refresh())
BOTH_RENEWED = (*BOTH_BEGUN, granted(1), again())
ONE_WAITS = (*BOTH_BEGUN, expired(2), wait(1))


class Scripts(Book):
    def script(self, name, why, *pairs, tokens=TOKENS, client=CLIENT, rule=REFRESH_RULE):
        """Steps and results, in turns."""
        steps, results = list(pairs[::2]), list(pairs[1::2])
        assert len(steps) == len(results), name
        self.ok(name, why, rule, self.request(steps, tokens, client), {"results": results})

    @staticmethod
    def request(steps=(), tokens=TOKENS, client=CLIENT):
        return {"op": "oauth_session", "client": client, "tokens": tokens, "steps": list(steps)}

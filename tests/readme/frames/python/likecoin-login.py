import functools
import os
import urllib.request
from types import SimpleNamespace

import jotkit.likecoin

settings = os.environ
client_id, client_secret = settings["README_CLIENT_ID"], settings["README_CLIENT_SECRET"]
redirect_uri = settings["README_REDIRECT_URI"]


class StandIn:
    """Sends to the stand-in what is meant for api.like.co."""

    def request(self, method, url, headers, data, timeout, allow_redirects):
        assert url.startswith("https://api.like.co/") and not allow_redirects
        url = url.replace("https://api.like.co", settings["README_API"], 1)
        request = urllib.request.Request(url, data, headers, method=method)
        with urllib.request.urlopen(request, timeout=timeout) as reply:
            return SimpleNamespace(status_code=reply.status, headers=reply.headers, content=reply.read())


jotkit.likecoin.Client = functools.partial(jotkit.likecoin.Client, session=StandIn())


def visit(url):
    with urllib.request.urlopen(settings["README_VISITOR"], url.encode(), timeout=20) as reply:
        return reply.read().decode()


# README

assert reply.status == 200
assert name == "William Chong"
print("ok likecoin-login")

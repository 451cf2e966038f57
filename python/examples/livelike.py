"""Gives a user of your own system a nickname on LiveLike.

    python livelike.py USER_ID NICKNAME

Your system signs the profile access token itself: it needs no login and no request for a token.
LiveLike creates a profile the first time it sees a user id, so make sure that it is the right one.

LIVELIKE_CLIENT_ID and LIVELIKE_CLIENT_SECRET are your application's; LIVELIKE_API is another
address than the production service's.
"""

import os
import sys

import requests

from jotkit import bearer, livelike

CLIENT_ID = os.environ["LIVELIKE_CLIENT_ID"]
CLIENT_SECRET = os.environ["LIVELIKE_CLIENT_SECRET"]
API = os.environ.get("LIVELIKE_API", "https://cf-blast.livelikecdn.com")


def main(user_id: str, nickname: str) -> None:
    # The issue time is now, in UTC. Without a lifetime the token never expires.
    # snippet: livelike
    token = livelike.Signer(CLIENT_ID, CLIENT_SECRET).sign(user_id, lifetime=86_400)
    # snippet end

    # Every part of LiveLike's API that takes a profile access token accepts it, such as this one:
    reply = requests.patch(
        f"{API}/api/v1/applications/{CLIENT_ID}/profile/",
        json={"nickname": nickname},
        headers={"Authorization": bearer.format(token)},
        timeout=10,
    )
    reply.raise_for_status()
    profile = reply.json()
    print(f"{profile['custom_id']} is now called {profile['nickname']}")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: livelike.py USER_ID NICKNAME")
    main(sys.argv[1], sys.argv[2])

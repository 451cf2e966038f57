"""Verifies a token of an identity provider, whose keys are fetched.

ISSUER=https://id.example AUDIENCE=api python remote_keys.py TOKEN
"""

import os
import sys

ISSUER, AUDIENCE = os.environ["ISSUER"], os.environ["AUDIENCE"]
token = sys.argv[1]

# snippet: remote import
from jotkit import RemoteKeys, Verifier

# snippet: remote
verifier = Verifier(RemoteKeys(ISSUER), issuer=ISSUER, audience=AUDIENCE)
claims = verifier.verify(token)  # in asyncio: await verifier.verify_async(token)
# snippet end

print(claims["sub"])

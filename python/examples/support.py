"""Signs the bytes of a file, and lists what is wrong with a token.

python support.py
"""

from jotkit import Signer, Verifier

# snippet: jws
from jotkit import Key, jws

key = Key.generate("EdDSA")
signature = jws.sign(key, b"the bytes of a file", detached=True)
verified = jws.verify(key.public(), signature, b"the bytes of a file")
# snippet end

token = Signer(key, lifetime=60).sign({"sub": "u1", "aud": "web"}, now=1_700_000_000)

# snippet: explain
verifier = Verifier(key.public(), audience="api")
for finding in verifier.explain(token):  # for logs and support, never for the client
    print(finding.check, finding.code, finding.message)
# snippet end

assert verified.header == {"alg": "EdDSA"}

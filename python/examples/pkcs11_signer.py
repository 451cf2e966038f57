"""Signs a token with a key that cannot leave its PKCS#11 device, such as an HSM or a smart card.

pip install python-pkcs11
PKCS11_PIN=... python pkcs11_signer.py /usr/lib/softhsm/libsofthsm2.so TOKEN KEY

TOKEN and KEY are labels; the key is one of the curve P-256.
"""

import os
import sys
from hashlib import sha256

import pkcs11
from pkcs11.util.ec import encode_ec_public_key

from jotkit import Key, Signer, Verifier

module, token_label, key_label = sys.argv[1:]
device = pkcs11.lib(module).get_token(token_label=token_label)

session = device.open(user_pin=os.environ["PKCS11_PIN"])
kind = pkcs11.ObjectClass.PRIVATE_KEY
private = session.get_key(object_class=kind, label=key_label)


# snippet: external
def sign(data: bytes) -> bytes:
    # The device signs the hash; raw signatures and those in DER are both taken.
    return private.sign(sha256(data).digest(), mechanism=pkcs11.Mechanism.ECDSA)


signer = Signer.external("ES256", sign, kid=key_label, lifetime=300)
token = signer.sign({"sub": "u1"})
# snippet end

kind = pkcs11.ObjectClass.PUBLIC_KEY
public = session.get_key(object_class=kind, label=key_label)
verifier = Verifier(Key.from_der(encode_ec_public_key(public)))
assert verifier.verify(token)["sub"] == "u1"
session.close()

print(token)

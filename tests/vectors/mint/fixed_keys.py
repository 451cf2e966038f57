"""Writes fixed_keys.json: made-up keys in forms that come out different each time. Run once; the result is committed."""

import json
import pathlib

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import dsa

from testkeys import EC_A, ED_A, RSA_A

PEM, FORMS = serialization.Encoding.PEM, serialization.PrivateFormat


def text(key, form, cipher=None):
    return key.private_bytes(PEM, form, cipher or serialization.NoEncryption()).decode()


cipher = serialization.BestAvailableEncryption(b"a made-up password")
dsa_key = dsa.generate_private_key(2048)
keys = {
    "encrypted-pkcs8": text(EC_A["P-256"], FORMS.PKCS8, cipher),
    "encrypted-pkcs8-rsa": text(RSA_A, FORMS.PKCS8, cipher),
    "encrypted-sec1": text(EC_A["P-256"], FORMS.TraditionalOpenSSL, cipher),
    "encrypted-pkcs1": text(RSA_A, FORMS.TraditionalOpenSSL, cipher),
    "openssh-ed25519": text(ED_A, FORMS.OpenSSH),
    "openssh-p256": text(EC_A["P-256"], FORMS.OpenSSH),
    "dsa-pkcs8": text(dsa_key, FORMS.PKCS8),
    "dsa-spki": dsa_key.public_key().public_bytes(PEM, serialization.PublicFormat.SubjectPublicKeyInfo).decode(),
}
path = pathlib.Path(__file__).parent / "fixed_keys.json"
path.write_text(json.dumps(keys, indent=1) + "\n")

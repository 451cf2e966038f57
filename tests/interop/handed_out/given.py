"""What the cases share: their list, the tools that they run and the keys that they make."""

import json
import subprocess
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

CASES = {}


@dataclass
class Given:
    """What the row's call can name, and the same key as another library knows it."""

    names: dict[str, Any]
    alg: str
    peer: Any
    kid: str | None = None
    token: str | None = field(default=None, repr=False)


def row(name):
    def add(make):
        CASES[name] = make
        return make

    return add


def run(folder, *command):
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}: {done.stderr}")


def openssl(folder, line):
    run(folder, "openssl", *line.split())


def private(folder, name="key.pem", passphrase=None):
    return serialization.load_pem_private_key((folder / name).read_bytes(), passphrase)


def pem_of(folder, alg, line, name="key.pem", **names):
    openssl(folder, line)
    return Given({"pem": (folder / name).read_text(), **names}, alg, private(folder))


def certificate(folder, kind):
    """A key of this kind in key.pem and its certificate in cert.pem."""
    new = f"req -x509 -newkey {kind} -noenc -keyout key.pem -out cert.pem -days 9 -subj /CN=example.com"
    openssl(folder, new)


def public_pem(key):
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def public_der(key):
    return key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def pkcs8(key):
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def new_rsa():
    return rsa.generate_private_key(65537, 2048)


def new_ec():
    return ec.generate_private_key(ec.SECP256R1())


def jwk(key, **members):
    kind = RSAAlgorithm if isinstance(key, rsa.RSAPrivateKey) else ECAlgorithm
    public = kind.to_jwk(key.public_key(), as_dict=True)
    return {name: value for name, value in public.items() if name != "key_ops"} | members


def set_of(key, alg, kid, /, *others, **members):
    """A JWK Set that holds this key among others."""
    keys = [*others, jwk(key, kid=kid, **members)]
    return Given({"jwks": json.dumps({"keys": keys})}, alg, key, kid)

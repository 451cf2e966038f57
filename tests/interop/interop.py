"""PyJWT, python-jose and joserfc verify jotkit's tokens, and jotkit theirs, for every algorithm both know."""

import sys

import jose.jwt
import joserfc.jwk
import joserfc.jwt
import jwt

import jotkit

CLAIMS = {
    "iss": "https://id.example",
    "aud": "api",
    "sub": "用户-1",
    "exp": 4102444800,
    "nested": {"list": [1, 2.5, None, True, "\n"], "big": 2**70},
}
HMAC = ["HS256", "HS384", "HS512"]
RSA = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"]
EC = ["ES256", "ES384", "ES512", "ES256K"]


def secret(jwk):
    return jwt.utils.base64url_decode(jwk["k"])


class PyJwt:
    algorithms = HMAC + RSA + EC + ["EdDSA"]

    def key(self, jwk):
        return secret(jwk) if jwk["kty"] == "oct" else jwt.PyJWK(jwk).key

    def sign(self, jwk, algorithm):
        return jwt.encode(CLAIMS, self.key(jwk), algorithm=algorithm)

    def verify(self, token, jwk, algorithm):
        return jwt.decode(token, self.key(jwk), algorithms=[algorithm], issuer=CLAIMS["iss"], audience="api")


class PythonJose:
    # It has no PSS, no secp256k1 and no EdDSA.
    algorithms = HMAC + RSA[:3] + EC[:3]

    def key(self, jwk):
        return secret(jwk) if jwk["kty"] == "oct" else jwk

    def sign(self, jwk, algorithm):
        return jose.jwt.encode(CLAIMS, self.key(jwk), algorithm=algorithm)

    def verify(self, token, jwk, algorithm):
        return jose.jwt.decode(token, self.key(jwk), algorithms=[algorithm], issuer=CLAIMS["iss"], audience="api")


class JoseRfc:
    algorithms = HMAC + RSA + EC + ["EdDSA", "Ed25519"]

    def sign(self, jwk, algorithm):
        return joserfc.jwt.encode({"alg": algorithm}, CLAIMS, joserfc.jwk.import_key(jwk), algorithms=[algorithm])

    def verify(self, token, jwk, algorithm):
        return joserfc.jwt.decode(token, joserfc.jwk.import_key(jwk), algorithms=[algorithm]).claims


def main():
    passed = failed = 0
    for library in (PyJwt(), PythonJose(), JoseRfc()):
        name = type(library).__name__
        for algorithm in library.algorithms:
            key = jotkit.Key.generate(algorithm)
            private = key.to_jwk()
            public = private if private["kty"] == "oct" else key.public().to_jwk()
            verifier = jotkit.Verifier(key, issuer=CLAIMS["iss"], audience="api")
            for what, run in {
                "verifies ours": lambda: library.verify(jotkit.Signer(key).sign(CLAIMS), public, algorithm),
                "signs for us": lambda: verifier.verify(library.sign(private, algorithm)),
            }.items():
                try:
                    same = run() == CLAIMS
                    problem = "other claims"
                except Exception as error:
                    same, problem = False, repr(error)
                passed += same
                failed += not same
                if not same:
                    print(f"{name} {what}, {algorithm}: {problem}")
    print(f"{passed} passed, {failed} failed")
    return failed > 0


sys.exit(main())

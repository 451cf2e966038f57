"""What cloud services, identity servers and certbot hand out, in the shape that they document."""

import base64
import json

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, utils
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from given import Given, certificate, jwk, new_ec, new_rsa, openssl, pem_of, pkcs8, private, public_der, public_pem, row, set_of


@row("AWS load balancer: key and padded token")
def load_balancer(folder):
    key = new_ec()
    padded = lambda value: base64.urlsafe_b64encode(value).decode()
    header = {"alg": "ES256", "typ": "JWT", "kid": "k", "exp": 4102444800}
    head = padded(json.dumps(header).encode()) + "." + padded(b'{"sub":"u1","exp":4102444800} ')
    r, s = utils.decode_dss_signature(key.sign(head.encode(), ec.ECDSA(hashes.SHA256())))
    token = head + "." + padded(r.to_bytes(32, "big") + s.to_bytes(32, "big"))
    assert "=" in token
    return Given({"pem": public_pem(key)}, "ES256", key, token=token)


@row("AWS Cognito: JWK Set")
def cognito(folder):
    return set_of(new_rsa(), "RS256", "a+b=", jwk(new_rsa(), kid="other", alg="RS256", use="sig"), alg="RS256", use="sig")


@row("Google: service account")
def service_account(folder):
    key = new_rsa()
    account = {
        "type": "service_account",
        "project_id": "p",
        "private_key_id": "0a1b",
        "private_key": pkcs8(key),
        "client_email": "a@p.iam.gserviceaccount.com",
    }
    return Given({"account": json.loads(json.dumps(account))}, "RS256", key, "0a1b")


@row("Google: JWK Set")
def google(folder):
    return set_of(new_rsa(), "RS256", "a1", jwk(new_rsa(), kid="a2", alg="RS256", use="sig"), alg="RS256", use="sig")


@row("Google Cloud KMS: public key")
def cloud_kms(folder):
    key = new_ec()
    return Given({"pem": public_pem(key)}, "ES256", key)


@row("Firebase: map of certificates")
def firebase(folder):
    other = folder / "other"
    other.mkdir()
    certificate(other, "rsa:2048")
    certificate(folder, "rsa:2048")
    certificates = {"0f": (other / "cert.pem").read_text(), "1e": (folder / "cert.pem").read_text()}
    return Given({"certificates": certificates}, "RS256", private(folder), "1e")


@row("Azure Key Vault: RSA key")
def vault(folder):
    key = new_rsa()
    operations = ["sign", "verify", "wrapKey", "unwrapKey", "encrypt", "decrypt"]
    kid = "https://v.vault.azure.net/keys/jwt/0a1b"
    return Given({"jwk": jwk(key, kid=kid, kty="RSA-HSM", key_ops=operations)}, "RS256", key, kid)


@row("Entra ID: JWK Set without alg")
def entra(folder):
    certificate(folder, "rsa:2048")
    key, read = private(folder), x509.load_pem_x509_certificate((folder / "cert.pem").read_bytes())
    chain = [base64.b64encode(read.public_bytes(Encoding.DER)).decode()]
    mark = base64.urlsafe_b64encode(read.fingerprint(hashes.SHA1())).decode().rstrip("=")
    members = {"use": "sig", "x5t": mark, "x5c": chain, "issuer": "https://login.microsoftonline.com/t/v2.0"}
    return set_of(key, "RS256", mark, jwk(new_rsa(), kid="other", use="sig"), **members)


@row("Apple: .p8 file")
def apple(folder):
    openssl(folder, "ecparam -name prime256v1 -genkey -noout -out ec.pem")
    given = pem_of(folder, "ES256", "pkcs8 -topk8 -nocrypt -in ec.pem -out key.pem", key_id="ABC123DEFG")
    given.kid = "ABC123DEFG"
    return given


@row("Apple: JWK Set")
def apple_set(folder):
    return set_of(new_rsa(), "RS256", "fh6Bs8C", jwk(new_rsa(), kid="W6WcOKB", alg="RS256", use="sig"), alg="RS256", use="sig")


@row("Apple: SecKey or CryptoKit, public")
def sec_key_public(folder):
    key = new_ec()
    point = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return Given({"point": point}, "ES256", key)


@row("Apple: SecKey or CryptoKit, private")
def sec_key_private(folder):
    key = new_ec()
    point = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return Given({"scalar": point + key.private_numbers().private_value.to_bytes(32, "big")}, "ES256", key)


@row("libsodium, Coinbase: Ed25519 of 64 bytes")
def sodium(folder):
    key = ed25519.Ed25519PrivateKey.generate()
    return Given({"text": base64.b64encode(key.private_bytes_raw() + key.public_key().public_bytes_raw()).decode()}, "EdDSA", key)


@row("Auth0: JWK Set")
def auth0(folder):
    certificate(folder, "rsa:2048")
    chain = (folder / "cert.pem").read_text().split("-----")[2].replace("\n", "")
    return set_of(private(folder), "RS256", "NjVB", alg="RS256", use="sig", x5c=[chain], x5t="NjVB")


@row("Auth0: signing certificate")
def auth0_certificate(folder):
    certificate(folder, "rsa:2048")
    return Given({"pem": (folder / "cert.pem").read_text().replace("\n", "\r\n")}, "RS256", private(folder))


@row("Keycloak: public_key of the realm")
def keycloak(folder):
    key = new_rsa()
    return Given({"realm": {"realm": "r", "public_key": base64.b64encode(public_der(key)).decode()}}, "RS256", key)


@row("Keycloak: JWK Set")
def keycloak_set(folder):
    encryption = jwk(new_rsa(), kid="enc", alg="RSA-OAEP", use="enc")
    return set_of(new_rsa(), "RS256", "sig", encryption, alg="RS256", use="sig")


def encrypt(folder):
    """A key and its chain as certbot writes them."""
    openssl(folder, "req -x509 -newkey rsa:2048 -noenc -keyout ca.pem -out chain.pem -days 9 -subj /CN=ca")
    openssl(folder, "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out key.pem")
    openssl(folder, "req -new -key key.pem -out leaf.csr -subj /CN=example.com")
    openssl(folder, "x509 -req -in leaf.csr -CA chain.pem -CAkey ca.pem -CAcreateserial -days 9 -out cert.pem")
    return (folder / "cert.pem").read_text() + (folder / "chain.pem").read_text()


@row("Let's Encrypt: fullchain.pem")
def fullchain(folder):
    return Given({"pem": encrypt(folder)}, "ES256", private(folder))


@row("Let's Encrypt: privkey.pem")
def privkey(folder):
    encrypt(folder)
    return Given({"pem": (folder / "key.pem").read_text()}, "ES256", private(folder))

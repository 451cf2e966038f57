"""Keys that cannot leave their device or service: `sign` asks it.

The PKCS#11 module is SoftHSM; what the services answer is made here in the shape that they document.
"""

import os
from hashlib import sha256
from pathlib import Path

import pkcs11
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, utils
from given import Given, new_ec, new_rsa, public_der, row, run
from pkcs11.util.ec import encode_ec_public_key, encode_named_curve_parameters


@row("AWS KMS: public key")
def kms_public(folder):
    key = new_rsa()
    return Given({"response": {"PublicKey": public_der(key), "KeySpec": "RSA_2048"}}, "RS256", key)


@row("AWS KMS: signing, ECC_NIST_P256")
def kms_sign(folder):
    key = new_ec()
    # KMS answers in DER.
    sign = lambda data: key.sign(sha256(data).digest(), ec.ECDSA(utils.Prehashed(hashes.SHA256())))
    return Given({"sign": sign, "key_id": "1234abcd"}, "ES256", key, "1234abcd")


@row("Azure Key Vault: signing, RS256")
def vault_sign(folder):
    key = new_rsa()
    prehashed = utils.Prehashed(hashes.SHA256())
    sign = lambda data: key.sign(sha256(data).digest(), padding.PKCS1v15(), prehashed)
    return Given({"sign": sign, "key_id": "v1"}, "RS256", key, "v1")


@row("YubiKey, HSM: PKCS#11")
def device(folder):
    (folder / "tokens").mkdir()
    config = folder / "softhsm2.conf"
    config.write_text(f"directories.tokendir = {folder}/tokens\n")
    os.environ["SOFTHSM2_CONF"] = str(config)
    run(folder, *"softhsm2-util --init-token --free --label jotkit --pin 1234 --so-pin 1234".split())
    session = pkcs11.lib(softhsm()).get_token(token_label="jotkit").open(user_pin="1234", rw=True)
    curve = {pkcs11.Attribute.EC_PARAMS: encode_named_curve_parameters("secp256r1")}
    parameters = session.create_domain_parameters(pkcs11.KeyType.EC, curve, local=True)
    public, hidden = parameters.generate_keypair(label="jwt", store=True)
    peer = serialization.load_der_public_key(encode_ec_public_key(public))
    sign = lambda data: hidden.sign(sha256(data).digest(), mechanism=pkcs11.Mechanism.ECDSA)
    return Given({"sign": sign, "key_id": "jwt"}, "ES256", peer, "jwt")


def softhsm():
    folders = ["/usr/lib/softhsm", "/usr/lib/x86_64-linux-gnu/softhsm", "/usr/lib64/softhsm", "/opt/homebrew/lib/softhsm"]
    found = [path for name in folders for path in Path(name).glob("libsofthsm2.so")]
    if not found:
        raise RuntimeError("libsofthsm2.so is not where it is on Debian; add its folder here")
    return str(found[0])

"""Keys that OpenSSL, keytool and ssh-keygen of this machine make when the test runs."""

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519
from given import Given, certificate, openssl, pem_of, private, row, run

PASSPHRASE = "a passphrase of the test"


# OpenSSL


@row("OpenSSL: RSA key")
def openssl_rsa(folder):
    return pem_of(folder, "RS256", "genrsa -out key.pem 2048")


@row("OpenSSL: RSA key in PKCS#1")
def openssl_rsa_traditional(folder):
    return pem_of(folder, "RS256", "genrsa -traditional -out key.pem 2048")


@row("OpenSSL: EC key")
def openssl_ec(folder):
    return pem_of(folder, "ES256", "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out key.pem")


@row("OpenSSL: EC key with its parameters")
def openssl_ecparam(folder):
    return pem_of(folder, "ES384", "ecparam -name secp384r1 -genkey -out key.pem")


@row("OpenSSL: Ed25519 key")
def openssl_ed25519(folder):
    return pem_of(folder, "EdDSA", "genpkey -algorithm ed25519 -out key.pem")


@row("OpenSSL: RSA-PSS key")
def openssl_pss(folder):
    openssl(folder, "genpkey -algorithm rsa-pss -pkeyopt rsa_keygen_bits:2048 -out key.pem")
    return Given({"pem": (folder / "key.pem").read_text()}, "PS256", private(folder))


@row("OpenSSL: RSA-PSS key with parameters")
def openssl_pss_restricted(folder):
    options = "rsa_keygen_bits:2048 rsa_pss_keygen_md:sha384 rsa_pss_keygen_mgf1_md:sha384 rsa_pss_keygen_saltlen:48"
    line = "genpkey -algorithm rsa-pss " + " ".join(f"-pkeyopt {option}" for option in options.split())
    return pem_of(folder, "PS384", f"{line} -out key.pem")


@row("OpenSSL: encrypted key")
def openssl_encrypted(folder):
    openssl(folder, "genpkey -algorithm ed25519 -out key.pem")
    line = "pkcs8 -topk8 -in key.pem -out encrypted.pem -v2 aes256 -passout".split()
    run(folder, "openssl", *line, f"pass:{PASSPHRASE}")
    return Given({"pem": (folder / "encrypted.pem").read_text(), "passphrase": PASSPHRASE}, "EdDSA", private(folder))


@row("OpenSSL: public key")
def openssl_public(folder):
    openssl(folder, "genpkey -algorithm ed25519 -out key.pem")
    return pem_of(folder, "EdDSA", "pkey -in key.pem -pubout -out public.pem", "public.pem")


@row("OpenSSL: key in DER")
def openssl_der(folder):
    openssl(folder, "genpkey -algorithm ed25519 -out key.pem")
    openssl(folder, "pkey -in key.pem -outform DER -out key.der")
    return Given({"der": (folder / "key.der").read_bytes()}, "EdDSA", private(folder))


@row("OpenSSL: certificate")
def openssl_certificate(folder):
    certificate(folder, "rsa:2048")
    return Given({"pem": (folder / "cert.pem").read_text()}, "RS256", private(folder))


@row("OpenSSL: PKCS#12 file")
def openssl_pkcs12(folder):
    certificate(folder, "rsa:2048")
    openssl(folder, "pkcs12 -export -in cert.pem -inkey key.pem -out key.p12 -passout pass:changeit")
    openssl(folder, "pkcs12 -in key.p12 -noenc -out both.pem -passin pass:changeit")
    return Given({"pem": (folder / "both.pem").read_text()}, "RS256", private(folder))


# Java's keytool


def store(folder):
    """A key store of one RSA key, and that key in key.pem."""
    run(folder, *(
        "keytool -genkeypair -alias jwt -keyalg RSA -keysize 2048 -dname CN=example.com -validity 9"
        " -storetype PKCS12 -keystore store.p12 -storepass changeit"
    ).split())
    openssl(folder, "pkcs12 -in store.p12 -nocerts -noenc -out key.pem -passin pass:changeit")


@row("keytool: certificate with -rfc")
def keytool_rfc(folder):
    store(folder)
    run(folder, *"keytool -exportcert -rfc -alias jwt -keystore store.p12 -storepass changeit -file cert.pem".split())
    return Given({"pem": (folder / "cert.pem").read_text()}, "RS256", private(folder))


@row("keytool: certificate in DER")
def keytool_der(folder):
    store(folder)
    run(folder, *"keytool -exportcert -alias jwt -keystore store.p12 -storepass changeit -file cert.der".split())
    return Given({"der": (folder / "cert.der").read_bytes()}, "RS256", private(folder))


@row("keytool: PKCS#12 key store")
def keytool_pkcs12(folder):
    store(folder)
    return Given({"pem": (folder / "key.pem").read_text()}, "RS256", private(folder))


# ssh-keygen


def ssh(folder, kind, *more):
    run(folder, "ssh-keygen", "-q", "-t", kind, "-N", "", "-C", "user@example.com", "-f", "key", *more)
    return serialization.load_ssh_private_key((folder / "key").read_bytes(), None)


@row("ssh-keygen: Ed25519 key")
def ssh_ed25519(folder):
    key = ssh(folder, "ed25519")
    return Given({"pem": (folder / "key").read_text()}, "EdDSA", key)


@row("ssh-keygen: ECDSA key")
def ssh_ecdsa(folder):
    key = ssh(folder, "ecdsa", "-b", "384")
    return Given({"pem": (folder / "key").read_text()}, "ES384", key)


@row("ssh-keygen: RSA key")
def ssh_rsa(folder):
    key = ssh(folder, "rsa", "-b", "2048")
    return Given({"pem": (folder / "key").read_text()}, "RS256", key)


@row("ssh-keygen: .pub line")
def ssh_public(folder):
    key = ssh(folder, "ed25519")
    return Given({"pem": (folder / "key.pub").read_text()}, "EdDSA", key)


@row("ssh-keygen: encrypted key")
def ssh_encrypted(folder):
    key = ssh(folder, "ed25519")
    run(folder, "ssh-keygen", "-q", "-p", "-P", "", "-N", PASSPHRASE, "-f", "key")
    run(folder, "ssh-keygen", "-q", "-p", "-P", PASSPHRASE, "-N", "", "-f", "key")
    return Given({"pem": (folder / "key").read_text()}, "EdDSA", key)


# A library


@row("pyca's cryptography: key object")
def pyca(folder):
    key = ed25519.Ed25519PrivateKey.generate()
    return Given({"key": key}, "EdDSA", key)

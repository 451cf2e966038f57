"""What an installed package must do: sign, verify and refuse, in every algorithm."""

import jotkit


def code_of(verify, token):
    try:
        verify(token)
    except jotkit.JotkitError as error:
        return error.code
    return "accepted"


policy = {"issuer": "https://id.example", "audience": "api"}
for algorithm in jotkit.ALGORITHMS:
    key = jotkit.Key.generate(algorithm)
    half = key if algorithm.startswith("HS") else key.public()
    signer = jotkit.Signer(key, **policy, lifetime=60)
    verifier = jotkit.Verifier(half, **policy)
    token = signer.sign({"sub": "ü"})
    assert verifier.verify(token)["sub"] == "ü", algorithm

    content, _, signature = token.rpartition(".")
    changed = f"{content}.{'B' if signature[0] == 'A' else 'A'}{signature[1:]}"
    assert code_of(verifier.verify, changed) == "signature_invalid", algorithm
    late = signer.sign({"sub": "u1"}, now=1_000_000_000)
    assert code_of(verifier.verify, late) == "token_expired", algorithm
    other = jotkit.Verifier(half, issuer="https://id.example", audience="other")
    assert code_of(other.verify, token) == "audience_refused", algorithm
print(f"{len(jotkit.ALGORITHMS)} algorithms: signed, verified, refused")

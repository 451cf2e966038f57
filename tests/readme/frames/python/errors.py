from jotkit import Key, Signer, Verifier

key = Key.generate("HS256")
verifier = Verifier(key)
for claims, expected in (
    ({"exp": 1}, "log in again"),
    ({"exp": 2**40, "aud": "somebody else"}, "audience_refused"),
):
    token = Signer(key).sign(claims)
    # README
    assert answer == expected, answer

try:
    verifier.verify(token)
except JotkitError as error:
    assert (error.code, error.claim, error.kind) == ("audience_refused", "aud", "refused")
    print("ok errors")

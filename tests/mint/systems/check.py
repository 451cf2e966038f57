"""Checks the format of every vector file in tests/vectors; prints what is wrong and fails if anything is."""

import json
import sys

from vectors import FOLDER

REQUIRED = {
    "verify": "token key",
    "sign": "key claims_json",
    "peek": "token",
    "key_info": "key",
    "key_export": "key format public",
    "livelike_sign": "client_id client_secret custom_profile_id",
    "livelike_verify": "clients token",
    "likecoin_signing_key": "common_secret client_secret",
    "likecoin_sign": "common_secret host client_id client_secret user scope",
    "likecoin_verify": "common_secret host clients token",
    "likecoin_read": "token",
    "scope_allows": "held demanded",
    "authorize_url": "client_id scope redirect_uri",
    "parse_callback": "url state",
    "token_request": "client_id client_secret redirect_uri code",
    "refresh_request": "client_id client_secret refresh_token",
    "parse_token_response": "status body",
    "authorization_token": "header",
}
OPTIONAL = {
    "verify": "policy now",
    "sign": "header_json now options",
    "livelike_sign": "issued_at lifetime",
    "livelike_verify": "now",
    "likecoin_sign": "now jti",
    "likecoin_verify": "now all any",
    "authorize_url": "state endpoint",
    "token_request": "endpoint",
    "refresh_request": "endpoint",
    "parse_token_response": "refresh_token",
}
CODES = set(
    """
    token_malformed token_too_large header_malformed payload_malformed claim_malformed algorithm_refused header_unsupported signature_invalid
    token_expired token_not_yet_valid token_too_old issued_in_future type_refused audience_refused issuer_refused subject_refused claim_missing
    claim_refused scope_refused key_unknown key_ambiguous key_invalid key_weak key_unsuitable client_unknown policy_invalid claims_invalid
    argument_invalid state_mismatch callback_invalid access_denied authorization_failed response_invalid request_refused
""".split()
)
# Codes that never come without the claim they are about.
CLAIM = {
    "token_expired": "exp",
    "token_not_yet_valid": "nbf",
    "token_too_old": "iat",
    "issued_in_future": "iat",
    "audience_refused": "aud",
    "issuer_refused": "iss",
    "subject_refused": "sub",
    "scope_refused": "scope",
    "claim_missing": None,
    "claim_malformed": None,
    "claim_refused": None,
}


def request_faults(request):
    op = request.get("op")
    if op not in REQUIRED:
        return [f"unknown op {op!r}"]
    required, optional = set(REQUIRED[op].split()), set(OPTIONAL.get(op, "").split())
    missing, extra = required - request.keys(), request.keys() - required - optional - {"op"}
    return [f"missing {sorted(missing)}"] * bool(missing) + [f"unknown {sorted(extra)}"] * bool(extra)


def answer_faults(answer, varies):
    if answer.keys() == {"ok"} and isinstance(answer["ok"], dict):
        return [f"{name} is both expected and varying" for name in varies if name in answer["ok"]] + ["expects nothing"] * (
            not answer["ok"] and not varies
        )
    if answer.keys() != {"error"} or not answer["error"].keys() <= {"code", "claim"}:
        return ["answer is neither ok nor error"]
    code, claim = answer["error"].get("code"), answer["error"].get("claim")
    faults = [f"unknown code {code!r}"] * (code not in CODES) + ["an error has no varies"] * bool(varies)
    if code in CLAIM and (claim is None or claim != (CLAIM[code] or claim)):
        faults.append(f"{code} with claim {claim!r}")
    return faults


def faults(vector):
    members = {"name", "why", "rule", "request", "answer"}
    if not members <= vector.keys() <= members | {"varies"}:
        return ["members " + " ".join(sorted(vector))]
    found = [f"{name} is not a text" for name in ("name", "why", "rule") if not isinstance(vector[name], str) or not vector[name].strip()]
    varies = vector.get("varies", [])
    if not isinstance(varies, list):
        return found + ["varies is not a list"]
    return found + request_faults(vector["request"]) + answer_faults(vector["answer"], varies)


def refuse_duplicates(pairs):
    names = [name for name, _ in pairs]
    if len(set(names)) != len(names):
        raise ValueError(f"duplicate member in {names}")
    return dict(pairs)


def main():
    seen, wrong = {}, 0
    for path in sorted(FOLDER.glob("*.json")):
        content = json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=refuse_duplicates)
        refused = 0
        if content.keys() != {"about", "vectors"}:
            print(f"{path.name}: members {sorted(content)}")
            wrong += 1
        for vector in content.get("vectors", []):
            name = vector.get("name")
            found = faults(vector) + ([f"name also in {seen[name]}"] if name in seen else [])
            seen[name] = path.name
            refused += "error" in vector.get("answer", {})
            wrong += len(found)
            for fault in found:
                print(f"{path.name}: {name}: {fault}")
        print(f"{len(content['vectors']):5} vectors, {refused:4} refusals  {path.name}")
    print(f"{len(seen):5} vectors, {wrong} faults")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

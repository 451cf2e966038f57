"""LikeCoin OAuth, the half that passes through the browser: the authorization page and the way back."""

from book import Book

PAGE = "https://like.co/in/oauth"
BACK = "https://app.example/cb"
BACK_ENCODED = "https%3A%2F%2Fapp.example%2Fcb"

# What a redirect URI or an endpoint may not be, in any of the requests that carry one.
BAD_REDIRECTS = [
    ("empty", "", "An empty string is not an address."),
    ("path", "/cb", "A relative address leaves open whose page it is."),
    ("network-path", "//app.example/cb", "Without a scheme an address is relative."),
    ("no-scheme", "app.example/cb", "Without a scheme an address is relative."),
    ("query-only", "?x=1", "A query alone is relative."),
    ("fragment", "https://app.example/cb#top", "A redirect URI has no fragment."),
    ("empty-fragment", "https://app.example/cb#", "An empty fragment is a fragment."),
    ("space", " ", "White space is not an address."),
    ("http", "http://app.example/cb", "A code never travels in the clear."),
    ("http-like-loopback", "http://localhost.evil.example/cb", "A name that begins like the own machine's is another."),
    ("javascript", "javascript:alert(1)//app.example", "A script is not a page (RFC 8252 §7.1)."),
    ("data", "data:text/html,app.example", "Nor is text in an address."),
    ("file", "file:///tmp/app.example", "Nor is a file."),
    ("scheme-without-dot", "myapp:/cb", "An app's own scheme has a dot, so that it is the app's own."),
]
BAD_ENDPOINTS = [
    ("empty", "", "A setting that came back empty must not fall back to a default."),
    ("http", "http://like.co/in/oauth", "Secrets and codes never travel in the clear."),
    ("http-other-address", "http://192.168.0.1/in/oauth", "A private network is not the own machine."),
    ("ftp", "ftp://like.co/in/oauth", "Only https is spoken, and http to the own machine."),
    ("file", "file:///etc/passwd", "A file is not an endpoint."),
    ("data", "data:text/html,x", "A data address is not an endpoint."),
    ("javascript", "javascript:alert(1)", "A script is not an endpoint."),
    ("relative", "/in/oauth", "A relative address names no host."),
    ("network-path", "//like.co/in/oauth", "Without a scheme an address is relative."),
    ("no-scheme", "like.co/in/oauth", "Without a scheme an address is relative."),
    ("localhost-lookalike", "http://localhost.evil.example/", "A host that begins like localhost is somebody else's."),
    ("loopback-lookalike", "http://127.0.0.1.evil.example/", "A host that begins like the loopback address is somebody else's."),
    ("loopback-as-user", "http://127.0.0.1@evil.example/", "The part before @ is not the host."),
]


def authorize():
    v = Book("oauth-authorize", "LikeCoin OAuth: the address of the authorization page.")
    usual = {"op": "authorize_url", "client_id": "abc", "scope": ["profile", "email"], "redirect_uri": BACK, "state": "s-1"}

    def ask(**changes):
        return {**usual, **changes}

    def page(client="abc", scope="&scope=profile%20email", back=BACK_ENCODED, state="s-1", endpoint=PAGE, sent="s-1"):
        """The answer; `sent` is the state as the caller gets it back."""
        return {"url": f"{endpoint}?client_id={client}{scope}&redirect_uri={back}&state={state}", "state": sent}

    rule = "LikeCoin authorization page B2"
    golden = "https://like.co/in/oauth?client_id=abc&scope=profile%20email&redirect_uri=https%3A%2F%2Fapp.example%2Fcb%3Fx%3D1&state=s%26t"
    v.ok("golden", "Values are percent-encoded once, and scopes are joined by %20.", rule,
         ask(redirect_uri="https://app.example/cb?x=1", state="s&t"), {"url": golden, "state": "s&t"})
    v.ok("plain", "Four parameters in the documented order.", rule, usual, page())
    v.ok("fresh-state", "Without a state a random one is made and handed out, so both differ each time.", rule,
         {name: value for name, value in usual.items() if name != "state"}, {}, ["url", "state"])
    v.ok("scope-empty", "No scopes asked for: the parameter is left out and the client's defaults apply.",
         "LikeCoin authorization page B2.3", ask(scope=[]), page(scope=""))
    own = "http is allowed to the own machine, for tests."
    for name, endpoint, why, rule_of_host in [
        ("test-network", "https://rinkeby.like.co/in/oauth", "The test network's page is a setting.", "LikeCoin hosts B1"),
        ("endpoint-final-slash", "https://like.co/in/oauth/", "The page's address may end in a slash, which stays.", "LikeCoin hosts B1"),
        ("endpoint-localhost", "http://localhost:3000/in/oauth", own, rule),
        ("endpoint-loopback", "http://127.0.0.1:8080/in/oauth", own, rule),
        ("endpoint-loopback-v6", "http://[::1]:8080/in/oauth", own, rule),
    ]:
        v.ok(name, why, rule_of_host, ask(endpoint=endpoint), page(endpoint=endpoint))
    for name, scope, encoded, why in [
        ("scope-colon", ["read:like", "write:like.button"], "read%3Alike%20write%3Alike.button", "A colon is encoded, a dot is not."),
        ("scope-one", ["profile"], "profile", "One scope stands alone."),
        ("scope-underscore", ["civic_liker"], "civic_liker", "An underscore is not encoded."),
        ("scope-order", ["email", "profile"], "email%20profile", "Scopes keep the order given."),
        ("scope-plus", ["a+b"], "a%2Bb", "A plus sign inside a scope is not a space."),
        ("scope-all-marks", ["!#$%&'()*+,-./:;<=>?@[]^_`{|}~"],
         "%21%23%24%25%26%27%28%29%2A%2B%2C-.%2F%3A%3B%3C%3D%3E%3F%40%5B%5D%5E_%60%7B%7C%7D~",
         "Every character a scope may have, with everything but the unreserved ones encoded in upper-case hex."),
    ]:
        v.ok(name, why, "RFC 6749 §3.3", ask(scope=scope), page(scope="&scope=" + encoded))
    for name, back, encoded, why in [
        ("redirect-without-path", "https://app.example", "https%3A%2F%2Fapp.example",
         "A redirect URI is sent as registered: no slash is added."),
        ("redirect-upper-case", "HTTPS://App.Example/CB", "HTTPS%3A%2F%2FApp.Example%2FCB", "A redirect URI is not normalised."),
        ("redirect-default-port", "https://app.example:443/cb", "https%3A%2F%2Fapp.example%3A443%2Fcb",
         "Not even a default port is dropped."),
        ("redirect-dots", "https://app.example/a/../cb", "https%3A%2F%2Fapp.example%2Fa%2F..%2Fcb", "Not even dot segments are resolved."),
        ("redirect-encoded", "https://app.example/cb%20x?y=%26", "https%3A%2F%2Fapp.example%2Fcb%2520x%3Fy%3D%2526",
         "What was encoded is encoded again, so that it comes out the same."),
        ("redirect-own-query", "https://app.example/cb?state=mine&code=1", "https%3A%2F%2Fapp.example%2Fcb%3Fstate%3Dmine%26code%3D1",
         "The redirect URI's own query stays inside its value."),
        ("redirect-app-scheme", "com.example.app:/callback", "com.example.app%3A%2Fcallback", "An app's own scheme is absolute too."),
        ("redirect-loopback", "http://127.0.0.1:5000/cb", "http%3A%2F%2F127.0.0.1%3A5000%2Fcb",
         "A desktop application listens on the loopback address."),
    ]:
        v.ok(name, why, "LikeCoin authorization page B2", ask(redirect_uri=back), page(back=encoded))
    for name, state, encoded in [
        ("reserved", "a=b&c#d?e/f:g+h%i", "a%3Db%26c%23d%3Fe%2Ff%3Ag%2Bh%25i"),
        ("space", "a b", "a%20b"),
        ("unreserved", "aZ09-._~", "aZ09-._~"),
        ("not-ascii", "é用😀", "%C3%A9%E7%94%A8%F0%9F%98%80"),
        ("json", '{"a":1}', "%7B%22a%22%3A1%7D"),
        ("line-break", "a\r\nb", "a%0D%0Ab"),
        ("nul", "a\u0000b", "a%00b"),
    ]:
        v.ok(f"state-{name}", "Any state comes back as it was given.", "RFC 3986 §2.1", ask(state=state), page(state=encoded, sent=state))
    v.ok("client-id-reserved", "A client id cannot add parameters of its own.", rule,
         ask(client_id="a&scope=write"), page(client="a%26scope%3Dwrite"))
    v.ok("client-id-not-ascii", "Text is encoded by its UTF-8 bytes.", "RFC 3986 §2.1", ask(client_id="é"), page(client="%C3%A9"))
    for name, value in [("client-id-empty", ""), ("client-id-space", " "), ("client-id-newline", "\n")]:
        v.error(name, "A blank client id is a forgotten setting.", rule, ask(client_id=value), "argument_invalid")
    for name, value in [("state-empty", ""), ("state-blank", " "), ("state-blank-tab", "\t")]:
        v.error(name, "A blank state protects nothing; leave it out to get a random one.", rule, ask(state=value), "argument_invalid")
    for name, back, why in BAD_REDIRECTS:
        v.error(f"bad-redirect-{name}", why, "RFC 6749 §3.1.2", ask(redirect_uri=back), "argument_invalid")
    for name, endpoint, why in BAD_ENDPOINTS:
        v.error(f"bad-endpoint-{name}", why, "RFC 6749 §3.1", ask(endpoint=endpoint), "argument_invalid")
    for name, scope, why in [
        ("empty-word", ["profile", ""], "An empty word would show up as two spaces."),
        ("two-words", ["profile email"], "A list entry is one scope."),
        ("quote", ['a"b'], "A double quote is not allowed in a scope."),
        ("backslash", ["a\\b"], "A backslash is not allowed in a scope."),
        ("tab", ["a\tb"], "Control characters are not allowed in a scope."),
        ("newline", ["profile\n"], "Control characters are not allowed in a scope."),
        ("del", ["a\u007f"], "DEL is not allowed in a scope."),
        ("not-ascii", ["profil\u00e9"], "A scope is ASCII."),
        ("nul", ["a\u0000"], "NUL is not allowed in a scope."),
    ]:
        v.error(f"bad-scope-{name}", why, "RFC 6749 §3.3", ask(scope=scope), "argument_invalid")
    return v


def callback():
    v = Book("oauth-callback", "LikeCoin OAuth: the address the user comes back to.")

    def ask(query, state="S", base=BACK + "?"):
        return {"op": "parse_callback", "url": base + query, "state": state}

    rule = "LikeCoin redirect B3"
    for name, request, code, why in [
        ("golden", ask("code=X&state=S"), "X", "A code with the right state."),
        ("old-name", ask("auth_code=X&state=S"), "X", "Before July 2019 the code was called auth_code."),
        ("both-names-same", ask("code=X&auth_code=X&state=S"), "X", "Both names with one value are not a contradiction."),
        ("third-name", ask("authorization_code=X&state=S"), "X", "The texts also call it authorization_code."),
        ("all-names-same", ask("authorization_code=X&code=X&auth_code=X&state=S"), "X",
         "All three with one value are not a contradiction."),
        ("order", ask("state=S&code=X"), "X", "The order does not matter."),
        ("own-query", ask("x=1&code=X&state=S"), "X", "The redirect URI's own parameters stay."),
        ("unknown-repeated", ask("x=1&x=2&code=X&state=S"), "X", "Unknown parameters may repeat."),
        ("code-encoded", ask("code=a%3Db%26c%2Bd%20e&state=S"), "a=b&c+d e", "Values are percent-decoded."),
        ("code-equals-sign", ask("code=a=b&state=S"), "a=b", "Only the first = separates."),
        ("code-not-ascii", ask("code=%E7%94%A8&state=S"), "用", "Percent-encoded bytes are UTF-8."),
        ("code-keeps-case", ask("code=aBc&state=S"), "aBc", "A code is opaque."),
        ("name-encoded", ask("%63ode=X&state=S"), "X", "Names are percent-decoded too."),
        ("empty-pieces", ask("&&code=X&&state=S&"), "X", "Empty pieces of a query are nothing."),
        ("fragment-ignored", ask("code=X&state=S#_=_"), "X", "A fragment is not part of the query."),
        ("app-scheme", ask("code=X&state=S", base="com.example.app:/cb?"), "X", "An app's own scheme works."),
        ("loopback", ask("code=X&state=S", base="http://127.0.0.1:5000/?"), "X", "A desktop application listens on the loopback address."),
        ("no-path", ask("code=X&state=S", base="https://app.example?"), "X", "The redirect URI may have no path."),
        ("state-encoded", ask("code=X&state=s%26t%3D%25", "s&t=%"), "X", "The state is compared after decoding."),
        ("state-not-ascii", ask("code=X&state=%C3%A9", "é"), "X", "The state is compared after decoding."),
        ("issuer-ignored", ask("code=X&state=S&iss=https%3A%2F%2Flike.co&session_state=1"), "X",
         "Parameters the protocol does not have are ignored."),
        ("code-long", ask("code=" + "x" * 2000 + "&state=S"), "x" * 2000, "A code may be long."),
    ]:
        v.ok(name, why, rule, request, {"code": code})
    for name, query, state, why in [
        ("state-missing", "code=X", "S", "A code without a state may be somebody else's."),
        ("state-wrong", "code=X&state=T", "S", "A wrong state is a forged answer."),
        ("state-empty", "code=X&state=", "S", "An empty state is a wrong state."),
        ("state-other-case", "code=X&state=s", "S", "The state is compared byte for byte."),
        ("state-longer", "code=X&state=SS", "S", "A state is not matched by its beginning."),
        ("state-shorter", "code=X&state=S", "SS", "A state is not matched by its beginning."),
        ("state-with-space", "code=X&state=S%20", "S", "A state is not trimmed."),
        ("state-nul", "code=X&state=S%00", "S", "A NUL does not end the comparison."),
        ("state-encoded-twice", "code=X&state=s%2526t", "s&t", "A state is decoded once."),
        ("state-other-name", "code=X&State=S", "S", "Parameter names are case-sensitive."),
        ("state-decomposed", "code=X&state=e%CC%81", "é", "A state is not normalised."),
        ("state-in-fragment", "code=X#state=S", "S", "A fragment is not part of the query."),
        ("state-after-semicolon", "code=X;state=S", "S", "Only & separates parameters."),
        ("old-name-state-missing", "auth_code=X", "S", "The older name is held to the same state."),
        ("nothing", "", "S", "Without a state nothing else is looked at."),
        ("all-in-fragment", "#code=X&state=S", "S", "A fragment is not part of the query."),
        ("state-before-code", "code=&state=T", "S", "The state is judged before the code."),
        ("state-before-both-codes", "code=X&auth_code=Y&state=T", "S", "The state is judged before the code."),
        ("denied-state-wrong", "error=denied&state=T", "S", "An error with a wrong state is a forged answer."),
        ("error-state-wrong", "error=Some%20reason&state=T", "S", "An error with a wrong state is a forged answer."),
        ("error-state-empty", "error=denied&state=", "S", "An empty state that is present is a wrong state."),
    ]:
        v.error(name, why, "LikeCoin trap 30", ask(query, state), "state_mismatch")
    v.error("no-query", "Without a query there is no state.", "LikeCoin trap 30", ask("", base=BACK), "state_mismatch")
    for name, query, why in [
        ("code-missing", "state=S", "An answer without code or error is none."),
        ("code-empty", "code=&state=S", "An empty code is none."),
        ("code-without-value", "code&state=S", "A code without a value is none."),
        ("old-name-empty", "auth_code=&state=S", "An empty code is none."),
        ("codes-differ", "code=X&auth_code=Y&state=S", "Two different codes leave two readings."),
        ("codes-differ-third", "code=X&authorization_code=Y&state=S", "Two different codes leave two readings."),
        ("codes-differ-old-and-third", "auth_code=X&authorization_code=Y&state=S", "Two different codes leave two readings."),
        ("third-name-empty", "authorization_code=&state=S", "An empty code is none."),
        ("third-name-repeated", "authorization_code=X&authorization_code=X&state=S", "A parameter sent twice leaves two readings."),
        ("codes-differ-in-case", "code=X&auth_code=x&state=S", "Codes are compared byte for byte."),
        ("codes-differ-one-empty", "code=&auth_code=X&state=S", "An empty code is another code."),
        ("code-other-case", "Code=X&state=S", "Parameter names are case-sensitive."),
        ("code-repeated", "code=X&code=Y&state=S", "A parameter sent twice leaves two readings."),
        ("code-repeated-same", "code=X&code=X&state=S", "A parameter sent twice is refused even with one value."),
        ("code-repeated-encoded", "code=X&%63ode=Y&state=S", "An escape does not hide a repeat."),
        ("old-name-repeated", "auth_code=X&auth_code=X&state=S", "A parameter sent twice is refused."),
        ("state-repeated", "code=X&state=S&state=T", "A parameter sent twice leaves two readings."),
        ("state-repeated-same", "code=X&state=S&state=S", "A parameter sent twice is refused even with one value."),
        ("state-repeated-wrong-first", "code=X&state=T&state=S", "A parameter sent twice leaves two readings."),
        ("error-repeated", "error=denied&error=denied", "A parameter sent twice is refused."),
        ("repeat-before-error", "error=denied&code=X&code=Y&state=S", "Repeats are judged before an error."),
        ("repeat-before-state", "code=X&code=X", "Repeats are judged before the state."),
    ]:
        v.error(name, why, "LikeCoin trap 29", ask(query), "callback_invalid")
    for name, url in [
        ("url-empty", ""),
        ("url-words", "not a url"),
        ("url-no-host", "https://"),
        ("url-space-in-host", "https://app example/cb?code=X&state=S"),
        ("url-host-not-a-character", "https://apS%EF%BF%BD.example/cb?code=X&state=S"),
    ]:
        v.error(name, "What is not an address answers nothing.", rule, ask("", base=url), "callback_invalid")
    for name, query, why in [
        ("denied", "error=denied&state=S", "The user declined."),
        ("denied-without-state", "error=denied", "A refusal may come without the state."),
        ("denied-standard-word", "error=access_denied&state=S", "The standard's word for the same."),
        ("denied-beside-code", "code=X&error=denied&state=S", "An error wins over a code."),
        ("denied-encoded", "error=%64enied&state=S", "Values are percent-decoded."),
    ]:
        v.error(name, why, "LikeCoin redirect B3 error", ask(query), "access_denied")
    for name, query, why in [
        ("error-reason", "error=Invalid%20redirect_uri", "The server's own refusals are plain text and carry no state."),
        ("error-reason-with-state", "error=INVALID_SCOPE&state=S", "Another error is a failure, not a refusal."),
        ("error-standard-word", "error=server_error&state=S", "Another error is a failure, not a refusal."),
        ("error-beside-code", "code=X&error=oops&state=S", "An error wins over a code."),
        ("error-empty", "error=&state=S", "An empty error is still an error."),
        ("error-without-value", "error", "An error without a value is still an error."),
        ("error-other-case", "error=Denied&state=S", "Only the documented words mean that the user declined."),
        ("error-longer", "error=denied%20by%20server", "Only the documented words mean that the user declined."),
        ("error-with-codes-that-differ", "error=oops&code=X&auth_code=Y&state=S", "An error is judged before the code."),
    ]:
        v.error(name, why, "LikeCoin redirect B3 error", ask(query), "authorization_failed")
    for name, query, expected in [
        ("empty", "code=X&state=", ""),
        ("empty-none-sent", "code=X", ""),
        ("space", "code=X&state=%20", " "),
        ("tab", "code=X&state=%09", "\t"),
    ]:
        v.error(f"expected-state-{name}", "Expecting a blank state would switch the protection off.", "LikeCoin trap 30",
                ask(query, expected), "argument_invalid")
    return v


def build():
    return [authorize(), callback()]

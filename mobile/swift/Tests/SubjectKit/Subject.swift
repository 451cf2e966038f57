import Foundation
import Jotkit

import enum JotkitFFI.Failure
import class JotkitFFI.LiveLikeSigner
import struct JotkitFFI.Report

/// Answers requests through the public API, as the conformance driver asks them.
public enum Subject {
    /// The answer to one line, on one line.
    public static func answer(_ line: String) -> String {
        var id = "null"
        let answer: String
        do {
            let members = try given(JSON(line).members)
            id = members["id"]?.line ?? id
            answer = "\"ok\":" + (try Request(members: members).perform(members["op"]?.string))
        } catch let failure as JotkitError {
            answer = error(failure.code, failure.kind, failure.claim, failure.status, failure.detail)
        } catch Failure.Core(let report) {
            answer = error(report)
        } catch {
            answer = self.error("argument_invalid", "usage", nil, nil, nil)
        }
        return "{\"id\":\(id),\(answer)}"
    }

    static func error(_ report: Report) -> String {
        error(report.code, report.kind, report.claim, report.status.map(Int.init), report.detail)
    }

    private static func error(
        _ code: String, _ kind: String, _ claim: String?, _ status: Int?, _ detail: String?
    ) -> String {
        "\"error\":" + ok(["code": code, "kind": kind, "claim": claim, "status": status, "detail": detail])
    }

    static func http(_ method: String, _ url: String, _ headers: [String: String], _ body: Data?) -> String {
        ok(["method": method, "url": url, "headers": headers, "body": body.map { String(decoding: $0, as: UTF8.self) }])
    }

    /// JSON text within a value.
    struct Raw {
        let text: String

        init(_ text: String) {
            self.text = text
        }
    }

    /// The text of an object, without the members that are `nil`.
    static func ok(_ members: KeyValuePairs<String, Any?>) -> String {
        let given = members.compactMap { name, value in
            value.map { jsonText(name) + ":" + (($0 as? Raw)?.text ?? jsonText($0)) }
        }
        return "{" + given.joined(separator: ",") + "}"
    }
}

extension Request {
    func perform(_ operation: String?) throws -> String {
        switch operation {
        case "verify": return try verify()
        case "sign": return try sign()
        case "peek":
            let given = members["policy"] != nil
            let unverified = try given ? peek(text("token"), policy: policy()) : peek(text("token"))
            return try Self.token(header: unverified.header, payload: unverified.payload)
        case "explain": return try explain()
        case "challenge":
            let made = try Challenge(code: text("code"), realm: optionalText("realm"), scope: optionalList("scope"))
            return Subject.ok(["status": made.status, "www_authenticate": made.wwwAuthenticate])
        case "jws_sign": return try jwsSign()
        case "jws_verify": return try jwsVerify()
        case "keyset_info": return try keySetInfo()
        case "key_info": return try key().info()
        case "key_export": return try export()
        case "livelike_sign": return try liveLikeSign()
        case "livelike_verify": return try liveLikeVerify()
        case "likecoin_signing_key":
            let (common, client) = try (text("common_secret"), text("client_secret"))
            return try Subject.ok(["key": LikeCoin.signingKey(commonSecret: common, clientSecret: client)])
        case "likecoin_sign": return try likeCoinSign()
        case "likecoin_verify": return try likeCoinVerify()
        case "likecoin_read": return try Self.accessToken(LikeCoin.peek(text("token")).claims, tokenID: nil)
        case "scope_allows": return try Subject.ok(["allows": LikeCoin.scope(list("held"), allows: text("demanded"))])
        case "authorize_url": return try authorizeURL()
        case "oauth_session": return try SessionScript.play(self)
        case "remote_keys": return try RemoteScript.play(self)
        case "parse_callback":
            return try Subject.ok(["code": OAuth.parseCallback(text("url"), expectedState: text("state"))])
        case "token_request": return try tokenRequest()
        case "refresh_request": return try refreshRequest()
        case "parse_token_response": return try parseTokenResponse()
        case "authorization_token": return try Subject.ok(["token": Bearer.token(optionalText("header"))])
        default: throw NotUnderstood()
        }
    }

    private func verifier() throws -> Verifier {
        switch try anyKey() {
        case .one(let key): return try Verifier(key: key, policy: policy())
        case .set(let set): return try Verifier(keys: set, policy: policy())
        }
    }

    private func verify() throws -> String {
        let verifier = try verifier()
        let verified: Verified =
            if let expected = try expected() {
                try verifier.verify(text("token"), expecting: expected, now: time("now"))
            } else {
                try verifier.verify(text("token"), now: time("now"))
            }
        return try Self.token(header: verified.header, payload: verified.payload)
    }

    private func explain() throws -> String {
        let findings = try verifier().explain(text("token"), now: time("now"))
        let rows = findings.map { Subject.ok(["check": $0.check, "code": $0.code, "claim": $0.claim]) }
        return Subject.ok(["findings": Subject.Raw("[\(rows.joined(separator: ","))]")])
    }

    private func jwsSign() throws -> String {
        let detached = try members["detached"].map { _ in try bool("detached") } ?? false
        let payload = try Self.bytes(text("payload_hex"))
        let token = try JWS.sign(payload, key: key(), header: optionalText("header_json"), detached: detached)
        return Subject.ok(["token": token])
    }

    private func jwsVerify() throws -> String {
        let payload = try optionalText("payload_hex").map { Data(try Self.bytes($0)) }
        let verified: JWS.Verified
        switch try anyKey() {
        case .one(let key): verified = try JWS.verify(text("token"), key: key, payload: payload)
        case .set(let set): verified = try JWS.verify(text("token"), keys: set, payload: payload)
        }
        let hex = (payload ?? verified.payload).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        return Subject.ok(["payload_hex": hex, "header": Subject.Raw(try JSON(verified.header).line)])
    }

    private func keySetInfo() throws -> String {
        guard case .set(let set) = try anyKey() else { throw NotUnderstood() }
        let keys = set.map { key in
            Subject.ok(["kid": key.kid, "alg": key.algorithm?.rawValue, "thumbprint": key.thumbprint])
        }
        let skipped = set.skipped.map { Subject.ok(["index": $0.index, "code": $0.code]) }
        return Subject.ok([
            "keys": Subject.Raw("[\(keys.joined(separator: ","))]"),
            "skipped": Subject.Raw("[\(skipped.joined(separator: ","))]"),
        ])
    }

    private static func token(header: String, payload: String) throws -> String {
        Subject.ok(["header": Subject.Raw(try JSON(header).line), "payload": payload])
    }

    private func sign() throws -> String {
        let signer = try Signer(key: key(), options: SignerOptions(json: members["options"]?.raw ?? "{}"))
        let (claims, header) = try (text("claims_json"), optionalText("header_json"))
        return Subject.ok(["token": try signer.sign(json: claims, header: header, now: time("now"))])
    }

    private func export() throws -> String {
        let exported = try bool("public") ? key().publicKey() : key()
        switch try text("format") {
        case "jwk": return Subject.ok(["jwk": Subject.Raw(try exported.jwk())])
        case "pem": return Subject.ok(["pem": try exported.pem()])
        default: throw NotUnderstood()
        }
    }

    private func liveLikeSign() throws -> String {
        // The core's own: the vectors have times with fractions, the package's types do not.
        let signer = try JotkitFFI.LiveLikeSigner(clientId: text("client_id"), clientSecret: text("client_secret"))
        let token = try signer.sign(
            customProfileId: text("custom_profile_id"), issuedAt: number("issued_at"), lifetime: number("lifetime"),
            now: nil)
        return Subject.ok(["token": token])
    }

    private func liveLikeVerify() throws -> String {
        let profile = try LiveLikeVerifier(applications: clients()).verify(text("token"), now: time("now"))
        return Subject.ok([
            "client_id": profile.clientID, "custom_profile_id": profile.customProfileID,
            "issued_at": profile.issuedAt.timeIntervalSince1970,
            "expires_at": profile.expiresAt?.timeIntervalSince1970,
        ])
    }

    private func likeCoinSign() throws -> String {
        let issuer = try LikeCoinIssuer(commonSecret: text("common_secret"), host: text("host"))
        let grant = try Grant(
            clientID: text("client_id"), clientSecret: text("client_secret"), user: text("user"), scope: list("scope"),
            tokenID: optionalText("jti"))
        return Subject.ok(["token": try issuer.sign(grant, now: time("now"))])
    }

    private func likeCoinVerify() throws -> String {
        var options = LikeCoinOptions().host(try text("host"))
        if let all = try optionalList("all") { options = options.all(all) }
        if let any = try optionalList("any") { options = options.any(any) }
        let verifier = try LikeCoinVerifier(commonSecret: text("common_secret"), clients: clients(), options: options)
        let content = try verifier.verify(text("token"), now: time("now"))
        return Self.accessToken(content, tokenID: content.tokenID)
    }

    private static func accessToken(_ content: AccessToken, tokenID: String?) -> String {
        Subject.ok([
            "user": content.user, "scope": content.scope, "client_id": content.clientID,
            "issued_at": content.issuedAt.timeIntervalSince1970,
            "expires_at": content.expiresAt?.timeIntervalSince1970, "token_id": tokenID,
        ])
    }

    private func authorizeURL() throws -> String {
        try only("client_id", "scope", "redirect_uri", "state", "endpoint")
        let made = try OAuth.authorizeURL(
            clientID: text("client_id"), redirectURI: text("redirect_uri"), scope: list("scope"),
            state: optionalText("state"), endpoint: optionalText("endpoint"))
        return Subject.ok(["url": made.url, "state": made.state])
    }

    private func tokenRequest() throws -> String {
        try only("client_id", "client_secret", "redirect_uri", "code", "endpoint")
        let made = try OAuth.tokenRequest(
            clientID: text("client_id"), clientSecret: text("client_secret"), redirectURI: text("redirect_uri"),
            code: text("code"), endpoint: optionalText("endpoint"))
        return Subject.http(made.method, made.url, made.headers, made.body)
    }

    private func refreshRequest() throws -> String {
        try only("client_id", "client_secret", "refresh_token", "endpoint")
        let made = try OAuth.refreshRequest(
            clientID: text("client_id"), clientSecret: text("client_secret"), refreshToken: text("refresh_token"),
            endpoint: optionalText("endpoint"))
        return Subject.http(made.method, made.url, made.headers, made.body)
    }

    private func parseTokenResponse() throws -> String {
        let response = try HTTPResponse(status: status(), body: Data(text("body").utf8))
        return try OAuth.parseTokenResponse(response, held: optionalText("refresh_token")).json
    }
}

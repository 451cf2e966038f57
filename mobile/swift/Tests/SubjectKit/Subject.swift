import Foundation
import Jotkit

import enum JotkitFFI.Failure
import struct JotkitFFI.Report

/// Answers requests through the public API, as the conformance driver asks them.
public enum Subject {
    /// The answer to one line, on one line.
    public static func answer(_ line: String) -> String {
        var id = "null"
        let answer: String
        do {
            let members = try given(JSON(line).members)
            id = members["id"]?.compact ?? id
            answer = "\"ok\":" + (try perform(members["op"]?.string, Request(members: members)))
        } catch let failure as JotkitError {
            answer = error(failure.code, failure.kind, failure.claim, failure.status, failure.detail)
        } catch Failure.Core(let report) {
            answer = error(report)
        } catch {
            answer = notUnderstood
        }
        return "{\"id\":\(id),\(answer)}"
    }

    static let notUnderstood = error("argument_invalid", "usage", nil, nil, nil)

    static func error(_ report: Report) -> String {
        error(report.code, report.kind, report.claim, report.status.map(Int.init), report.detail)
    }

    private static func error(
        _ code: String, _ kind: String, _ claim: String?, _ status: Int?, _ detail: String?
    ) -> String {
        "\"error\":" + ok(["code": code, "kind": kind, "claim": claim, "status": status, "detail": detail])
    }

    private static func perform(_ operation: String?, _ request: Request) throws -> String {
        switch operation {
        case "verify": return try verify(request)
        case "sign": return try sign(request)
        case "peek":
            let unverified = try peek(try request.text("token"))
            return try token(header: unverified.header, payload: unverified.payload)
        case "key_info": return try request.key().info()
        case "key_export": return try export(request)
        case "livelike_sign": return try liveLikeSign(request)
        case "livelike_verify": return try liveLikeVerify(request)
        case "likecoin_signing_key":
            let (common, client) = (try request.text("common_secret"), try request.text("client_secret"))
            return ok(["key": try LikeCoin.signingKey(commonSecret: common, clientSecret: client)])
        case "likecoin_sign": return try likeCoinSign(request)
        case "likecoin_verify": return try likeCoinVerify(request)
        case "likecoin_read": return accessToken(try LikeCoin.peek(try request.text("token")).claims, tokenID: nil)
        case "scope_allows":
            let demanded = try request.text("demanded")
            return ok(["allows": try LikeCoin.scope(try request.list("held"), allows: demanded)])
        case "authorize_url": return try authorizeURL(request)
        case "oauth_session": return try SessionScript.play(request)
        case "parse_callback":
            let (url, state) = (try request.text("url"), try request.text("state"))
            return ok(["code": try OAuth.parseCallback(url, expectedState: state)])
        case "token_request": return try tokenRequest(request)
        case "refresh_request": return try refreshRequest(request)
        case "parse_token_response": return try parseTokenResponse(request)
        case "authorization_token": return ok(["token": try Bearer.token(try request.text("header"))])
        default: throw NotUnderstood()
        }
    }

    private static func verify(_ request: Request) throws -> String {
        let verifier: Verifier
        switch try request.anyKey() {
        case .one(let key): verifier = try Verifier(key: key, policy: request.policy())
        case .set(let set): verifier = try Verifier(keys: set, policy: request.policy())
        }
        let verified: Verified = try verifier.verify(try request.text("token"), now: try request.number("now"))
        return try token(header: verified.header, payload: verified.payload)
    }

    private static func token(header: String, payload: String) throws -> String {
        ok(["header": Raw(try JSON(header).compact), "payload": payload])
    }

    private static func sign(_ request: Request) throws -> String {
        let signer = try Signer(key: try request.key())
        let claims = try request.text("claims_json")
        return ok(["token": try signer.sign(json: claims, header: try request.optionalText("header_json"))])
    }

    private static func export(_ request: Request) throws -> String {
        let key = try request.key()
        let exported = try request.bool("public") ? key.publicKey() : key
        switch try request.text("format") {
        case "jwk": return ok(["jwk": Raw(try exported.jwk())])
        case "pem": return ok(["pem": try exported.pem()])
        default: throw NotUnderstood()
        }
    }

    private static func liveLikeSign(_ request: Request) throws -> String {
        let signer = try LiveLikeSigner(
            clientID: try request.text("client_id"), clientSecret: try request.text("client_secret"))
        let (id, issuedAt) = (try request.text("custom_profile_id"), try request.number("issued_at"))
        guard let lifetime = try request.number("lifetime") else {
            return ok(["token": try signer.sign(id, issuedAt: issuedAt)])
        }
        return ok(["token": try signer.sign(id, issuedAt: issuedAt, lifetime: lifetime)])
    }

    private static func liveLikeVerify(_ request: Request) throws -> String {
        let verifier = try LiveLikeVerifier(applications: try request.clients())
        let profile = try verifier.verify(try request.text("token"), now: try request.number("now"))
        return ok([
            "client_id": profile.clientID, "custom_profile_id": profile.customProfileID, "issued_at": profile.issuedAt,
            "expires_at": profile.expiresAt,
        ])
    }

    private static func likeCoinSign(_ request: Request) throws -> String {
        let issuer = try LikeCoinIssuer(commonSecret: try request.text("common_secret"), host: try request.text("host"))
        let grant = Grant(
            clientID: try request.text("client_id"), clientSecret: try request.text("client_secret"),
            user: try request.text("user"), scope: try request.list("scope"), tokenID: try request.optionalText("jti"))
        return ok(["token": try issuer.sign(grant, now: try request.number("now"))])
    }

    private static func likeCoinVerify(_ request: Request) throws -> String {
        var options = LikeCoinOptions().host(try request.text("host"))
        if let all = try request.optionalList("all") { options = options.all(all) }
        if let any = try request.optionalList("any") { options = options.any(any) }
        let verifier = try LikeCoinVerifier(
            commonSecret: try request.text("common_secret"), clients: try request.clients(), options: options)
        let content = try verifier.verify(try request.text("token"), now: try request.number("now"))
        return accessToken(content, tokenID: content.tokenID)
    }

    private static func accessToken(_ content: AccessToken, tokenID: String?) -> String {
        ok([
            "user": content.user, "scope": content.scope, "client_id": content.clientID, "issued_at": content.issuedAt,
            "expires_at": content.expiresAt, "token_id": tokenID,
        ])
    }

    private static func authorizeURL(_ request: Request) throws -> String {
        try request.only("client_id", "scope", "redirect_uri", "state", "endpoint")
        let made = try OAuth.authorizeURL(
            clientID: try request.text("client_id"), redirectURI: try request.text("redirect_uri"),
            scope: try request.list("scope"), state: try request.optionalText("state"),
            endpoint: try request.optionalText("endpoint"))
        return ok(["url": made.url, "state": made.state])
    }

    private static func tokenRequest(_ request: Request) throws -> String {
        try request.only("client_id", "client_secret", "redirect_uri", "code", "endpoint")
        return http(
            try OAuth.tokenRequest(
                clientID: try request.text("client_id"), clientSecret: try request.text("client_secret"),
                redirectURI: try request.text("redirect_uri"), code: try request.text("code"),
                endpoint: try request.optionalText("endpoint")))
    }

    private static func refreshRequest(_ request: Request) throws -> String {
        try request.only("client_id", "client_secret", "refresh_token", "endpoint")
        return http(
            try OAuth.refreshRequest(
                clientID: try request.text("client_id"), clientSecret: try request.text("client_secret"),
                refreshToken: try request.text("refresh_token"), endpoint: try request.optionalText("endpoint")))
    }

    private static func http(_ made: HTTPRequest) -> String { http(made.method, made.url, made.headers, made.body) }

    static func http(_ method: String, _ url: String, _ headers: [String: String], _ body: Data?) -> String {
        ok(["method": method, "url": url, "headers": headers, "body": body.map { String(decoding: $0, as: UTF8.self) }])
    }

    private static func parseTokenResponse(_ request: Request) throws -> String {
        let response = HTTPResponse(status: try request.status(), body: Data(try request.text("body").utf8))
        let tokens = try OAuth.parseTokenResponse(response, held: try request.optionalText("refresh_token"))
        return ok([
            "access_token": tokens.accessToken, "refresh_token": tokens.refreshToken, "user": tokens.user,
            "display_name": tokens.displayName, "avatar": tokens.avatar, "scope": tokens.scope,
            "expires_at": tokens.expiresAt,
        ])
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
            value.map { JSON.quote(name) + ":" + (($0 as? Raw)?.text ?? JSON.quote($0)) }
        }
        return "{" + given.joined(separator: ",") + "}"
    }
}

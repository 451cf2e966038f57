'use strict';

const native = require('./native.cjs');
const { ClientVerifier } = require('./clients.cjs');
const { JotkitError, take } = require('./error.cjs');
const { Client } = require('./client.cjs');
const oauth = require('./oauth.cjs');
const { Session } = require('./session.cjs');
const { bindMethods } = require('./bound.cjs');
const {
  atMost,
  clock,
  optionsText,
  restText,
  text,
  texts,
  time,
  tokenText,
} = require('./args.cjs');

function signingKey(commonSecret, clientSecret) {
  const common = text(commonSecret, 'The common secret');
  return take(native.likecoinSigningKey(common, text(clientSecret, 'The client secret')));
}

/** Issues access tokens; see likecoin.d.cts. */
class Issuer {
  #native;

  constructor(commonSecret, host) {
    const secret = text(commonSecret, 'The common secret');
    this.#native = take(native.likecoinIssuer(secret, text(host, 'The host')));
    bindMethods(this, Issuer.prototype);
  }

  sign(grant, options) {
    atMost(2, arguments.length);
    const now = clock(time(options, 'Options of a signature'));
    return take(native.likecoinSign(this.#native, optionsText(grant, 'A grant'), now));
  }
}

/** Verifies access tokens; see likecoin.d.cts. */
class Verifier extends ClientVerifier {
  constructor(commonSecret, clients, ...options) {
    const common = text(commonSecret, 'The common secret');
    const json = restText(options, 'Verifier options');
    super(clients, 'the clients', (secrets) => native.likecoinVerifier(common, secrets, json));
  }
}

/** An access token that is not verified; see likecoin.d.cts. */
class UnverifiedAccessToken {
  constructor(claims) {
    this.claims = claims;
  }
}

function peek(token) {
  return new UnverifiedAccessToken(JSON.parse(take(native.likecoinPeek(tokenText(token)))));
}

function refusal(error) {
  if (!(error instanceof JotkitError)) return undefined;
  const reply = take(native.likecoinRefusal(error.code));
  return reply === null ? undefined : { status: reply.status, body: reply.body };
}

function allows(held, demanded) {
  const scopes = texts(held, 'the held scopes');
  return take(native.likecoinAllows(scopes, text(demanded, 'A demanded scope')));
}

module.exports = {
  Client,
  Issuer,
  Session,
  UnverifiedAccessToken,
  Verifier,
  allows,
  authorizeUrl: oauth.authorizeUrl,
  parseCallback: oauth.parseCallback,
  parseTokenResponse: oauth.parseTokenResponse,
  peek,
  refreshRequest: oauth.refreshRequest,
  refusal,
  signingKey,
  tokenRequest: oauth.tokenRequest,
};

// Answers the requests of the conformance protocol through the package's public API; the steps of
// sessions and remote keys through its native half, since the public classes take them themselves.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import * as jotkit from 'jotkit';

import { provider } from './provider_script.mjs';

const { JotkitError, Key, KeySet, Signer, Verifier, bearer, jws, likecoin, livelike, peek } =
  jotkit;
const require = createRequire(import.meta.url);
const native = require('../lib/native.cjs');
const { take } = require('../lib/error.cjs');
const contract = new URL('../../tests/contract.json', import.meta.url);
const { codes } = JSON.parse(readFileSync(contract, 'utf8'));

/** The members of a request that are there, as the options of a call. */
function pick(request, ...names) {
  const present = names.filter((name) => name in request);
  return Object.fromEntries(present.map((name) => [name, request[name]]));
}

const CLIENT = ['client_id', 'client_secret', 'endpoint'];

class IllFormed extends Error {}

const forms = {
  secret: (text, options) => Key.fromSecret(text, options),
  secret_hex: (hex, options) => Key.fromSecret(fromHex(hex), options),
  pem: (text, options) => Key.fromPem(text, options),
  der: (hex, options) => Key.fromDer(fromHex(hex), options),
  ec_point: (hex, options) => Key.fromEcPoint(fromHex(hex), options),
  ec_scalar: (hex, options) => Key.fromEcScalar(fromHex(hex), options),
  ed25519_public: (hex, options) => Key.fromEd25519Public(fromHex(hex), options),
  ed25519_private: (hex, options) => Key.fromEd25519Private(fromHex(hex), options),
  jwk: (jwk, options) => Key.fromJwk(JSON.stringify(jwk), options),
  jwks: (jwks, options) => KeySet.fromJwks(JSON.stringify(jwks), options),
};

function keys(key) {
  const names = Object.keys(key).filter((name) => Object.hasOwn(forms, name));
  if (names.length !== 1) throw new IllFormed();
  const { [names[0]]: material, ...options } = key;
  return forms[names[0]](material, options);
}

function oneKey(key) {
  if ('jwks' in key) throw new IllFormed();
  return keys(key);
}

function fromHex(hex) {
  const bytes = Buffer.from(hex, 'hex');
  if (bytes.length * 2 !== hex.length) throw new IllFormed();
  return bytes;
}

/** The policy of a request, as the last arguments of a call. */
function policyOf(request) {
  return 'policy' in request ? [request.policy] : [];
}

function verifierOf(request) {
  return new Verifier(keys(request.key), ...policyOf(request));
}

const operations = {
  verify(request) {
    const { header, payload } = verifierOf(request).verifyFull(
      request.token,
      pick(request, 'now', 'expected'),
    );
    return { header, payload };
  },
  sign(request) {
    const options = pick(request, 'now');
    if ('header_json' in request) options.header = request.header_json;
    const ofSigner = 'options' in request ? [request.options] : [];
    const signer = new Signer(oneKey(request.key), ...ofSigner);
    return { token: signer.signJson(request.claims_json, options) };
  },
  peek(request) {
    const { header, payload } = peek(request.token, ...policyOf(request));
    return { header, payload };
  },
  explain(request) {
    const findings = verifierOf(request).explain(request.token, pick(request, 'now'));
    return { findings: findings.map((finding) => pick(finding, 'check', 'code', 'claim')) };
  },
  challenge(request) {
    const error = errorOf(request.code);
    const { status, www_authenticate } = error.challenge(request.realm, request.scope);
    return www_authenticate === null ? { status } : { status, www_authenticate };
  },
  keyset_info(request) {
    if (!('jwks' in request.key)) throw new IllFormed();
    const set = keys(request.key);
    return {
      keys: set.keys.map((key) => ({ kid: key.kid, alg: key.alg, thumbprint: key.thumbprint() })),
      skipped: set.skipped.map((entry) => pick(entry, 'index', 'code')),
    };
  },
  jws_sign(request) {
    const options = pick(request, 'detached');
    if ('header_json' in request) options.header = request.header_json;
    return { token: jws.sign(oneKey(request.key), fromHex(request.payload_hex), options) };
  },
  jws_verify(request) {
    const options = 'payload_hex' in request ? { payload: fromHex(request.payload_hex) } : {};
    const { header, payload } = jws.verify(keys(request.key), request.token, options);
    return { payload_hex: Buffer.from(payload).toString('hex'), header };
  },
  key_info: (request) => oneKey(request.key).info(),
  key_export(request) {
    const key = oneKey(request.key);
    if (typeof request.public !== 'boolean') throw new IllFormed();
    const exported = request.public ? key.public() : key;
    if (request.format === 'jwk') return { jwk: exported.toJwk() };
    if (request.format === 'pem') return { pem: exported.toPem() };
    throw new IllFormed();
  },
  livelike_sign(request) {
    const signer = new livelike.Signer(request.client_id, request.client_secret);
    const options = pick(request, 'issued_at', 'lifetime');
    return { token: signer.sign(request.custom_profile_id, options) };
  },
  livelike_verify: (request) =>
    new livelike.Verifier(request.clients).verify(request.token, pick(request, 'now')),
  likecoin_signing_key: (request) => ({
    key: likecoin.signingKey(request.common_secret, request.client_secret),
  }),
  likecoin_sign(request) {
    const issuer = new likecoin.Issuer(request.common_secret, request.host);
    const grant = pick(request, 'client_id', 'client_secret', 'user', 'scope', 'jti');
    return { token: issuer.sign(grant, pick(request, 'now')) };
  },
  likecoin_verify(request) {
    if (typeof request.host !== 'string') throw new IllFormed();
    const options = pick(request, 'host', 'all', 'any');
    const verifier = new likecoin.Verifier(request.common_secret, request.clients, options);
    return verifier.verify(request.token, pick(request, 'now'));
  },
  likecoin_read(request) {
    const { user, scope, client_id, issued_at, expires_at } = likecoin.peek(request.token).claims;
    return { user, scope, client_id, issued_at, expires_at };
  },
  scope_allows: (request) => ({ allows: likecoin.allows(request.held, request.demanded) }),
  authorize_url: (request) =>
    likecoin.authorizeUrl(pick(request, 'client_id', 'scope', 'redirect_uri', 'state', 'endpoint')),
  parse_callback: (request) => ({ code: likecoin.parseCallback(request.url, request.state) }),
  token_request: (request) =>
    likecoin.tokenRequest(pick(request, ...CLIENT, 'redirect_uri', 'code')),
  refresh_request: (request) => likecoin.refreshRequest(pick(request, ...CLIENT, 'refresh_token')),
  parse_token_response: (request) =>
    likecoin.parseTokenResponse(request.status, request.body, pick(request, 'refresh_token')),
  oauth_session: session,
  remote_keys: remoteKeys,
  provider: (request) => provider(request, described),
  authorization_token: (request) => ({ token: bearer.parse(request.header) }),
};

/** An error of a code, as if a call had thrown it: only jotkit makes them. */
function errorOf(code) {
  const known = codes.find((row) => row.code === code);
  if (known === undefined) throw new IllFormed();
  return new JotkitError({ ...known, text: '' });
}

/** The steps of a script, taken by the core's session as the package's own client takes them. */
function session({ client, tokens, steps }) {
  const handle = take(native.sessionNew(JSON.stringify(client), JSON.stringify(tokens)));
  const replies = new Map();
  const next = ({ call, json, body }) => {
    const step = JSON.parse(json);
    if (step.send && body !== undefined) step.send.body = Buffer.from(body).toString();
    if (step.done) step.done.body = replies.get(call);
    return step;
  };
  const kinds = {
    call({ body, ...request }) {
      const bytes = body === undefined ? undefined : Buffer.from(body);
      return next(take(native.sessionCall(handle, JSON.stringify(request), bytes)));
    },
    reply({ call, status, headers = {}, body }) {
      replies.set(call, body);
      const names = Object.keys(headers);
      const encoding = headers[names.find((name) => name.toLowerCase() === 'content-encoding')];
      const fits = Number.isInteger(status) && status >= 0 && status <= 65535;
      const given = [fits ? status : 0, encoding, Buffer.from(body)];
      return next(take(native.sessionReply(handle, call, ...given)));
    },
    failed: ({ call, cause }) => take(native.sessionFailed(handle, call, cause)),
    resume: (call) => next(take(native.sessionResume(handle, call))),
    cancel(call) {
      take(native.sessionCancel(handle, call));
      return { cancelled: true };
    },
  };
  const results = steps.map((step) => {
    const [[kind, of]] = Object.entries(step);
    return outcome(() => kinds[kind](of));
  });
  return { results };
}

/**
 * The steps of a script, taken by the core's keys as the package's own take them, at the script's
 * times. Lease numbers go on after a restart.
 */
function remoteKeys({ options, steps }) {
  const make = () => take(native.remoteKeysNew(JSON.stringify(options)));
  let keys = make();
  let before = 0;
  let last = 0;
  const texts = [];
  const content = (headers, body) => [JSON.stringify(headers), Buffer.from(body)];
  const kinds = {
    ask({ ask, at }) {
      const step = JSON.parse(take(native.remoteKeysAsk(keys, JSON.stringify(ask), at)));
      if ('lease' in step) last = step.lease += before;
      return step;
    },
    answer({ answer: { lease, status, headers = {}, body = '', failed }, at, jitter = 0 }) {
      // 0 is a lease that was never handed out.
      const own = Math.max(lease - before, 0);
      const change =
        failed === undefined
          ? native.remoteKeysAnswer(keys, own, status, ...content(headers, body), at, jitter)
          : native.remoteKeysFailed(keys, own, failed, at, jitter);
      return JSON.parse(take(change));
    },
    seed({ seed, at }) {
      const text = typeof seed === 'string' ? seed : texts[seed.of];
      return outcome(() => {
        take(native.remoteKeysSeed(keys, text, at));
        return {};
      });
    },
    export: () => ({ text: take(native.remoteKeysExport(keys)) }),
    restart() {
      keys = make();
      before = last;
      return {};
    },
    wake_at({ at }) {
      const wake_at = take(native.remoteKeysWakeAt(keys, at));
      return wake_at === null ? {} : { wake_at };
    },
    status: ({ iss, at }) => JSON.parse(take(native.remoteKeysStatus(keys, iss, at))),
  };
  const results = steps.map((step) => {
    const kind = Object.keys(kinds).find((name) => name in step);
    if (kind === undefined) throw new IllFormed();
    const result = kinds[kind](step);
    texts.push(result.text);
    return result;
  });
  return { results };
}

/** An error as the protocol has it. */
function described(error) {
  const { code, kind, claim, detail } = error;
  // The core's own status is that of a server's reply; `challenge` has vectors of its own.
  const status = kind === 'flow' ? error.status : undefined;
  return { error: { code, kind, claim, status, detail } };
}

/** What a function returns, or the error that it throws, as the protocol has it. */
function outcome(work) {
  try {
    return work();
  } catch (error) {
    if (error instanceof JotkitError) return described(error);
    // The host's own type errors, and requests that make no sense.
    if (error instanceof TypeError || error instanceof IllFormed) return { error: ILL_FORMED };
    return { error: { code: 'internal', kind: 'internal' } };
  }
}

/** The answer to a request, without its id. */
export function answer(request) {
  return outcome(() => {
    if (!Object.hasOwn(operations, request.op)) throw new IllFormed();
    return { ok: operations[request.op](request) };
  });
}

export const ILL_FORMED = Object.freeze({ code: 'argument_invalid', kind: 'usage' });

'use strict';

const { isRecord } = require('../lib/args.cjs');
const native = require('../lib/native.cjs');
const { take } = require('../lib/error.cjs');
const elsewhere = require('./elsewhere.cjs');
const { errorOf } = require('./errors.cjs');
const { keyArgument, read } = require('./keys.cjs');
const { encoded, signOptions } = require('./options.cjs');

const TIMES = ['iat', 'exp', 'nbf'];

/** Signs a payload; see index.d.cts. */
function sign(payload, key, options, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  }
  options ||= undefined;
  if (!callback) return signed(payload, key, options);
  let token;
  try {
    token = signed(payload, key, options);
  } catch (error) {
    return callback(error);
  }
  process.nextTick(callback, null, token);
  return undefined;
}

function signed(payload, key, options) {
  const text = signOptions(options);
  const now = Math.floor(Date.now() / 1000);
  const [given, facts] = payloadArgument(payload);
  let argument = keyArgument(key, true);
  let bytes;
  let signature;
  for (;;) {
    const answer = take(
      native.jsonwebtokenSign(given, facts, argument, text, now, bytes, signature),
    );
    if (typeof answer === 'string') return answer;
    switch (answer[0]) {
      case 'signed':
        if (options.mutatePayload) mutate(payload, options, JSON.parse(answer[2]));
        return answer[1];
      case 'key':
        argument = read(key, true);
        break;
      case 'encoding':
        bytes = Buffer.from(answer[1], options.encoding);
        break;
      case 'signature':
        signature = elsewhere.signature(answer[1], key);
        break;
      default:
        throw errorOf(answer);
    }
  }
}

/** A payload as text, and what the text does not show. */
function payloadArgument(payload) {
  if (payload === undefined) return [undefined, undefined];
  if (typeof payload !== 'object') {
    const isText = typeof payload === 'string' || typeof payload === 'number';
    const text = isText ? String(payload) : JSON.stringify(payload);
    return [text, JSON.stringify({ kind: typeof payload })];
  }
  if (Buffer.isBuffer(payload)) return [payload.toString(), '{"kind":"object"}'];
  if (!isRecord(payload)) return ['{}', '{"plain":false}'];
  let claims;
  for (const name of TIMES) {
    if (!Object.hasOwn(payload, name) || Number.isFinite(payload[name])) continue;
    claims ??= {};
    claims[name] = encoded(payload[name]);
  }
  return [JSON.stringify(payload), claims && JSON.stringify({ claims })];
}

function mutate(payload, options, added) {
  // An infinite time is null in the token alone.
  for (const name of TIMES) if (added[name] === null) added[name] = payload.iat;
  if (options.noTimestamp) delete payload.iat;
  if (typeof payload === 'object') Object.assign(payload, added);
}

module.exports = sign;

'use strict';
// A drop-in for npm's jws 4.

const native = require('../lib/native.cjs');
const { take } = require('../lib/error.cjs');
const elsewhere = require('../jsonwebtoken/elsewhere.cjs');
const { errorOf } = require('../jsonwebtoken/errors.cjs');
const { keyArgument, read } = require('../jsonwebtoken/keys.cjs');
const streams = require('./streams.cjs');

const KINDS = ['HS', 'RS', 'PS', 'ES'];
const ALGORITHMS = KINDS.flatMap((kind) => ['256', '384', '512'].map((bits) => kind + bits));

function textOf(value) {
  if (typeof value === 'string') return value;
  return Buffer.isBuffer(value) || typeof value === 'number'
    ? value.toString()
    : JSON.stringify(value);
}

/** The answer of a native call that may ask for the parsed key, and then for a signature. */
function settled(key, signs, call, signatureOf) {
  let argument = keyArgument(key, signs);
  let signature;
  for (;;) {
    const answer = take(call(argument, signature));
    if (!Array.isArray(answer)) return answer;
    if (answer[0] === 'key') argument = read(key, signs);
    else if (answer[0] === 'signature') signature = signatureOf(answer[1], key);
    else throw refusal(answer);
  }
}

/** In jws, all that is wrong with a key or an algorithm is a TypeError. */
function refusal(answer) {
  return new TypeError(errorOf(answer).message);
}

/** In jws, all that is wrong with a payload is a SyntaxError, also where JSON.parse is laxer. */
function syntaxError(answer) {
  const error = errorOf(answer);
  return error instanceof SyntaxError ? error : new SyntaxError('The payload is not strict JSON.');
}

/** Signs a payload; see index.d.cts. */
function sign({ header, payload, secret, privateKey, encoding }) {
  const key = secret || privateKey;
  const bytes = Buffer.from(textOf(payload), encoding || 'utf8');
  const call = (argument, signature) =>
    native.npmJwsSign(textOf(header), bytes, argument, signature);
  return settled(key, true, call, elsewhere.signature);
}

/** Whether a token's signature holds; see index.d.cts. */
function verify(token, algorithm, key) {
  if (!algorithm) {
    const error = new Error('Missing algorithm parameter for jws.verify');
    throw Object.assign(error, { code: 'MISSING_ALGORITHM' });
  }
  const text = textOf(token);
  const call = (argument, holds) => native.npmJwsVerify(text, String(algorithm), argument, holds);
  return settled(key, false, call, elsewhere.holds);
}

/** Reads a token without verifying it; see index.d.cts. */
function decode(token, options) {
  const text = textOf(token);
  const answer = take(native.npmJwsDecode(text, Boolean(options?.json)));
  if (answer === null) return null;
  const [kind, header, payload, form] = answer;
  if (kind !== 'full') throw syntaxError(answer);
  return {
    header: JSON.parse(header),
    payload: form === 'json' ? JSON.parse(payload) : payload,
    signature: text.split('.')[2],
  };
}

/** Whether text has the form of a token. */
function isValid(token) {
  return typeof token === 'string' && take(native.npmJwsDecode(token, false)) !== null;
}

module.exports = {
  ALGORITHMS,
  sign,
  verify,
  decode,
  isValid,
  createSign: (options) => streams.createSign(sign, options),
  createVerify: (options) => streams.createVerify(verify, decode, options),
};

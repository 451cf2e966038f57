'use strict';

const native = require('../lib/native.cjs');
const { take } = require('../lib/error.cjs');
const { errorOf } = require('./errors.cjs');

/** Reads a token without verifying it; see index.d.cts. */
function decode(token, options) {
  const text = Buffer.isBuffer(token) ? token.toString() : token;
  if (typeof text !== 'string') return null;
  const answer = take(native.jsonwebtokenDecode(text, Boolean(options?.json)));
  if (answer === null) return null;
  const [kind, header, payload, form] = answer;
  if (kind !== 'full') throw errorOf(answer);
  const claims = form === 'json' ? JSON.parse(payload) : payload;
  if (options?.complete !== true) return claims;
  return { header: JSON.parse(header), payload: claims, signature: text.split('.')[2] };
}

module.exports = decode;

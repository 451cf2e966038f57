'use strict';
// Signatures with keys that the core does not hold, such as RSA of less than 2048 bits.

const crypto = require('node:crypto');

const { keyObjectOf } = require('./keys.cjs');

function options(key, algorithm, signs) {
  const hash = `sha${algorithm.slice(2)}`;
  const used = { key: keyObjectOf(key, signs), dsaEncoding: 'ieee-p1363' };
  if (algorithm.startsWith('PS')) {
    used.padding = crypto.constants.RSA_PKCS1_PSS_PADDING;
    used.saltLength = crypto.constants.RSA_PSS_SALTLEN_DIGEST;
  }
  return [hash, used];
}

function algorithmOf(input) {
  return JSON.parse(Buffer.from(input.split('.', 1)[0], 'base64url')).alg;
}

/** Whether the signature of a token holds. */
function holds(token, key) {
  const end = token.lastIndexOf('.');
  const [hash, used] = options(key, algorithmOf(token), false);
  const signature = Buffer.from(token.slice(end + 1), 'base64url');
  return crypto.verify(hash, Buffer.from(token.slice(0, end)), used, signature);
}

/** The signature of a signing input. */
function signature(input, key) {
  const [hash, used] = options(key, algorithmOf(input), true);
  return crypto.sign(hash, Buffer.from(input), used);
}

module.exports = { holds, signature };

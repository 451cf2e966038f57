'use strict';

const native = require('./native.cjs');
const { take } = require('./error.cjs');
const { bytes, named, optionsText, tokenText, wrong } = require('./args.cjs');
const { objectText } = require('./claims.cjs');
const { keyHandle } = require('./key.cjs');
const { keySetHandle } = require('./keyset.cjs');

function sign(key, payload, options) {
  const handle = keyHandle(key);
  if (handle === undefined) throw wrong('The key of a signature', 'a Key', key);
  const { header, detached = false } = named(options, ['header', 'detached'], 'Signature options');
  if (typeof detached !== 'boolean') throw wrong('`detached`', 'a boolean', detached);
  const members = header === undefined ? header : objectText(header, 'Header members');
  return take(native.jwsSign(handle, bytes(payload, 'A payload'), members, detached));
}

function verify(keys, token, options) {
  const key = keyHandle(keys);
  const set = keySetHandle(keys);
  if (key === undefined && set === undefined) {
    throw wrong('What a signature is verified with', 'a Key or a KeySet', keys);
  }
  const given = named(options, ['payload', 'policy'], 'Options of a verification');
  const policy = 'policy' in given ? optionsText(given.policy, 'A policy') : '{}';
  const payload = 'payload' in given ? bytes(given.payload, 'A payload') : undefined;
  const verified = take(native.jwsVerify(key, set, tokenText(token), payload, policy));
  return { header: JSON.parse(verified.header), payload: payload ?? verified.payload };
}

module.exports = { sign, verify };

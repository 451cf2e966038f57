'use strict';

const { types } = require('node:util');

const native = require('../lib/native.cjs');
const { take } = require('../lib/error.cjs');
const elsewhere = require('./elsewhere.cjs');
const { JsonWebTokenError, errorOf } = require('./errors.cjs');
const { keyArgument, read } = require('./keys.cjs');
const { verifyOptions } = require('./options.cjs');

/** Tells the native half that a function finds the key. */
const UNKNOWN = true;

/** Verifies a token; see index.d.cts. */
function verify(token, key, options, callback) {
  if (typeof options === 'function' && !callback) {
    callback = options;
    options = undefined;
  }
  options ||= undefined;
  if (typeof key === 'function') return withFunction(token, key, options, callback);
  if (!callback) return verdict(token, key, options);
  let result;
  try {
    result = verdict(token, key, options);
  } catch (error) {
    return callback(error);
  }
  return callback(null, result);
}

/** The key is found by a function that sees the unverified header. */
function withFunction(token, getKey, options, callback) {
  let header;
  try {
    header = unverifiedHeader(token, options);
    if (!callback) {
      throw new JsonWebTokenError(
        'verify must be called asynchronous if secret or public key is provided as a callback',
      );
    }
  } catch (error) {
    if (!callback) throw error;
    return callback(error);
  }
  return getKey(header, (error, key) => {
    if (error) {
      const message = `error in secret or public key callback: ${error.message}`;
      return callback(new JsonWebTokenError(message));
    }
    // What it returns is a key, whatever it is.
    return verify(token, typeof key === 'function' ? {} : key, options, callback);
  });
}

/** The header of a token whose form and whose options are right. */
function unverifiedHeader(token, options) {
  const text = tokenArgument(token);
  const answer = take(native.jsonwebtokenVerify(text, UNKNOWN, verifyOptions(options), 0));
  if (answer[0] !== 'key') throw errorOf(answer);
  return JSON.parse(take(native.jsonwebtokenDecode(text, false))[1]);
}

function tokenArgument(token) {
  if (typeof token === 'string') return token;
  return token ? false : undefined;
}

function verdict(token, key, options) {
  const text = verifyOptions(options);
  const now = Math.floor(Date.now() / 1000);
  const given = tokenArgument(token);
  let argument = keyArgument(key, false);
  let signature;
  let audience;
  for (;;) {
    const answer = take(native.jsonwebtokenVerify(given, argument, text, now, signature, audience));
    if (typeof answer === 'string') return JSON.parse(answer);
    switch (answer[0]) {
      case 'full':
        return content(answer, token, options);
      case 'key':
        argument = read(key, false);
        break;
      case 'signature':
        signature = elsewhere.holds(answer[1], key);
        break;
      case 'audience':
        audience = matches(options.audience, JSON.parse(answer[1]).aud);
        break;
      default:
        throw errorOf(answer);
    }
  }
}

function content([, header, text, kind], token, options) {
  const payload = kind === 'json' ? JSON.parse(text) : text;
  if (options?.complete !== true) return payload;
  return { header: JSON.parse(header), payload, signature: token.split('.')[2] };
}

/** Whether one of the regular expressions matches one of the audiences. */
function matches(expected, audience) {
  const targets = Array.isArray(audience) ? audience : [audience];
  const expressions = [expected].flat(1).filter((one) => types.isRegExp(one));
  return targets.some((target) => expressions.some((one) => one.test(target)));
}

module.exports = verify;

'use strict';
// Options as JSON text. What JSON cannot hold becomes an object with one member.

const { types } = require('node:util');

const { isRecord } = require('../lib/args.cjs');

const VERIFY = [
  'algorithms',
  'allowInvalidAsymmetricKeyTypes',
  'audience',
  'clockTimestamp',
  'clockTolerance',
  'complete',
  'ignoreExpiration',
  'ignoreNotBefore',
  'issuer',
  'jwtid',
  'maxAge',
  'nonce',
  'subject',
];

function encoded(value) {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      if (Number.isNaN(value)) return { number: 'NaN' };
      return Number.isFinite(value) ? value : { number: String(value) };
    case 'undefined':
      return { undefined: '' };
    case 'object':
      if (value === null) return null;
      if (Array.isArray(value)) return Array.from(value, encoded);
      if (types.isRegExp(value)) return { regexp: String(value) };
      return { other: printed(value) };
    default:
      return { other: printed(value) };
  }
}

function printed(value) {
  try {
    return String(value);
  } catch {
    return '[object Object]';
  }
}

/** The options of `verify` that there are; all others are ignored. */
function verifyOptions(options) {
  if (options === undefined) return undefined;
  const known = {};
  for (const name of VERIFY) {
    const value = options[name];
    if (value === undefined) continue;
    // NaN is false, and so is zero.
    known[name] = Number.isNaN(value) ? 0 : encoded(value);
  }
  return JSON.stringify(known);
}

/** All options of `sign`: one that it does not know is an error. */
function signOptions(options) {
  if (options === undefined) return undefined;
  if (!isRecord(options)) return 'null';
  const all = {};
  for (const name of Object.keys(options)) all[name] = signOption(name, options[name]);
  return JSON.stringify(all);
}

function signOption(name, value) {
  // These are written into the token as they are.
  if (name === 'audience' && Array.isArray(value)) return value;
  return name === 'header' && isRecord(value) ? value : encoded(value);
}

module.exports = { encoded, signOptions, verifyOptions };

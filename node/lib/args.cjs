'use strict';
// The types of arguments, and options on their way to JSON text. The core judges their values.

const { types } = require('node:util');

function kindOf(value) {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? (value.constructor?.name ?? 'an object') : typeof value;
}

function wrong(what, wanted, value) {
  return new TypeError(`${what} must be ${wanted}, not ${kindOf(value)}.${hintOf(value)}`);
}

/** How to import a key of Node's own. */
function hintOf(value) {
  if (types.isKeyObject(value)) return ' Import it with Key.fromKeyObject.';
  if (types.isCryptoKey(value)) return ' Import it with `await Key.fromCryptoKey(key)`.';
  return '';
}

/** The bytes of a value, if it holds bytes. `instanceof` would not know those of another realm. */
function bytesOf(value) {
  return types.isUint8Array(value) ? value : undefined;
}

/** As `bytesOf`, for a signature: WebCrypto returns an ArrayBuffer. */
function signatureOf(value) {
  return types.isArrayBuffer(value) ? new Uint8Array(value) : bytesOf(value);
}

function bytes(value, what) {
  const found = bytesOf(value);
  if (found === undefined) throw wrong(what, 'a Uint8Array', value);
  return found;
}

function text(value, what) {
  if (typeof value !== 'string') throw wrong(what, 'a string', value);
  return value;
}

/** A token as text. Bytes are one character each: those of a token are ASCII. */
function tokenText(value) {
  if (typeof value === 'string') return value;
  const bytes = bytesOf(value);
  if (bytes === undefined) throw wrong('A token', 'a string or a Uint8Array', value);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).latin1Slice();
}

function texts(value, what) {
  if (!Array.isArray(value)) throw wrong(what, 'an array of strings', value);
  return Array.from(value, (item) => text(item, `Each entry of ${what}`));
}

function callable(value, what) {
  if (typeof value !== 'function') throw wrong(what, 'a function', value);
  return value;
}

/** Whether JSON shows all of a value: a plain object, not a Map, a Promise or an instance. */
function isRecord(value) {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype = Object.getPrototypeOf(value);
  // Another realm's Object.prototype is not ours, but it has no prototype either.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function record(value, what) {
  if (!isRecord(value)) throw wrong(what, 'a plain object', value);
  return value;
}

/** No options. It has no prototype, since a member of Object.prototype is not an option. */
const NONE = Object.freeze({ __proto__: null });

/**
 * A copy of the own members of an object of options. Unknown names and undefined values are errors.
 */
function named(value, names, what) {
  if (value === undefined) return NONE;
  const own = { __proto__: null, ...record(value, what) };
  for (const name of Object.keys(own)) {
    if (!names.includes(name)) throw new TypeError(`${what} have no member \`${name}\`.`);
    if (own[name] === undefined) throw undefinedMember(name);
  }
  return own;
}

function undefinedMember(name) {
  return new TypeError(`The member \`${name}\` is undefined; leave it out or set its value.`);
}

/** A number of seconds, if there is one. */
function seconds(value, what) {
  if (value !== undefined && typeof value !== 'number') {
    throw wrong(`\`${what}\`, in seconds,`, 'a number', value);
  }
  return value;
}

/** The `now` of a call, if there is one. */
function time(options, what = 'Options of a verification') {
  return options === undefined ? undefined : seconds(named(options, ['now'], what).now, 'now');
}

function noJson(name, value) {
  return new TypeError(`The member \`${name}\` is ${kindOf(value)}, which JSON cannot hold.`);
}

/**
 * Options as JSON text. An undefined member becomes null, which the core refuses: an unset
 * environment variable must never disable a check.
 */
function optionsText(options, what) {
  if (options !== null && options !== undefined) record(options, what);
  return JSON.stringify(options, optionsMember) ?? 'null';
}

/** Refuses arguments after the last one that a function has. */
function atMost(count, given) {
  if (given > count) throw new TypeError(`There are ${given} arguments; ${count} is the most.`);
}

/** The text of optional options, given as a rest parameter: `undefined` is not the same as none. */
function restText(rest, what) {
  if (rest.length > 1) throw new TypeError('The options are the last argument.');
  return rest.length === 0 ? '{}' : optionsText(rest[0], what);
}

function optionsMember(name, value) {
  // The member itself, before a method `toJSON` converted it.
  const written = this[name];
  switch (typeof written) {
    case 'undefined':
      return null;
    case 'function':
    case 'symbol':
    case 'bigint':
      throw noJson(name, written);
    case 'object':
      if (written === null || Array.isArray(written) || isRecord(written)) return value;
      throw noJson(name, written);
    default:
      return value;
  }
}

/** Names and secrets of an object or a Map, alternating. */
function secrets(value, what) {
  const entries = value instanceof Map ? value.entries() : Object.entries(record(value, what));
  return Array.from(entries, ([id, secret]) => [
    text(id, `Each name in ${what}`),
    text(secret, `Each secret in ${what}`),
  ]).flat();
}

/** The time of a call, in seconds. The clock is JavaScript's, which tests can replace. */
function clock(now) {
  return now ?? Date.now() / 1000;
}

module.exports = {
  atMost,
  bytes,
  bytesOf,
  callable,
  clock,
  isRecord,
  kindOf,
  named,
  noJson,
  optionsText,
  record,
  restText,
  seconds,
  secrets,
  signatureOf,
  text,
  texts,
  time,
  tokenText,
  undefinedMember,
  wrong,
};

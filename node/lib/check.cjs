'use strict';
// The types of what users pass, and their options on the way to JSON text. What the options mean is
// for the core to say.

function kindOf(value) {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? (value.constructor?.name ?? 'an object') : typeof value;
}

function wrong(what, wanted, value) {
  return new TypeError(`${what} must be ${wanted}, not ${kindOf(value)}.`);
}

function text(value, what) {
  if (typeof value !== 'string') throw wrong(what, 'a string', value);
  return value;
}

function bytes(value, what) {
  if (!(value instanceof Uint8Array)) throw wrong(what, 'a Uint8Array', value);
  return value;
}

function texts(value, what) {
  if (!Array.isArray(value)) throw wrong(what, 'an array of strings', value);
  return Array.from(value, (item) => text(item, `Each entry of ${what}`));
}

function callable(value, what) {
  if (typeof value !== 'function') throw wrong(what, 'a function', value);
  return value;
}

/** A record rather than a Map, a Promise or a class instance, whose content JSON would not show. */
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

/** No options. Without a prototype: what somebody added to Object.prototype is no option. */
const NONE = Object.freeze({ __proto__: null });

/**
 * Arguments given one by one by name: unknown names and undefined values are mistakes. What comes back
 * has the object's own members, each read once.
 */
function named(value, names, what) {
  if (value === undefined) return NONE;
  const own = { __proto__: null, ...record(value, what) };
  for (const name of Object.keys(own)) {
    if (!names.includes(name)) throw new TypeError(`${what} have no member \`${name}\`.`);
    if (own[name] === undefined) {
      throw new TypeError(`The member \`${name}\` is undefined; leave it out or give it a value.`);
    }
  }
  return own;
}

function number(value, what) {
  if (typeof value !== 'number') throw wrong(what, 'a number', value);
  return value;
}

/** The `now` of a call, where there is one. */
function time(options) {
  const { now } = named(options, ['now'], 'Options of a verification');
  return now === undefined ? undefined : number(now, '`now`, in seconds since 1970,');
}

function noJson(name, value) {
  return new TypeError(`The member \`${name}\` is ${kindOf(value)}, which JSON cannot hold.`);
}

/**
 * Options as JSON text. A member that is undefined becomes null, which the core refuses: an
 * environment variable that came back empty must not switch a check off.
 */
function optionsText(options, what) {
  if (options !== null && options !== undefined) record(options, what);
  return JSON.stringify(options, optionsMember) ?? 'null';
}

function optionsMember(name, value) {
  // What stood there before a toJSON method turned it into something else.
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

/**
 * Claims as JSON text. Unlike `JSON.stringify` it drops nothing silently: members that are
 * undefined or have no form in JSON are a TypeError, and a number that JSON cannot hold makes a text
 * that the core refuses.
 */
function claimsText(claims, what) {
  const isObject = typeof claims === 'object' && claims !== null && !Array.isArray(claims);
  if (!isObject || ArrayBuffer.isView(claims)) throw wrong(what, 'an object', claims);
  if (isPlain(claims, 64)) return JSON.stringify(claims);
  let finite = true;
  const json = JSON.stringify(claims, (name, value) => {
    switch (typeof value) {
      case 'string':
      case 'boolean':
        return value;
      case 'number':
        finite &&= Number.isFinite(value);
        return value;
      case 'object':
        // A Map, a Promise or an ArrayBuffer would become an empty object.
        if (value === null || Array.isArray(value) || toString.call(value) === '[object Object]') {
          return value;
        }
        throw noJson(name, value);
      case 'undefined':
        throw new TypeError(
          `The member \`${name}\` is undefined; leave it out or give it a value.`,
        );
      default:
        throw noJson(name, value);
    }
  });
  // An instance that keeps everything to itself, such as a Key, is not what was meant to be signed.
  if (json === '{}' && !isRecord(claims)) throw wrong(what, 'an object with members', claims);
  return finite ? json : 'NaN';
}

const { toString } = Object.prototype;

/**
 * Whether JSON says all of a value as it is. A look at it and `JSON.stringify` on its own take half as long as with
 * a function that is called for each member.
 */
function isPlain(value, depth) {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return true;
    case 'number':
      return Number.isFinite(value);
    case 'object':
      if (value === null) return true;
      if (depth === 0) return false;
      if (Array.isArray(value)) return value.every((item) => isPlain(item, depth - 1));
      if (Object.getPrototypeOf(value) !== Object.prototype || 'toJSON' in value) return false;
      for (const name in value) if (!isPlain(value[name], depth - 1)) return false;
      return true;
    default:
      return false;
  }
}

/** Names and secrets, from a record or a Map, as the native half takes them. */
function secrets(value, what) {
  const entries = value instanceof Map ? value.entries() : Object.entries(record(value, what));
  const list = [];
  for (const [id, secret] of entries) {
    list.push(text(id, `Each name in ${what}`), text(secret, `Each secret in ${what}`));
  }
  return list;
}

module.exports = {
  bytes,
  callable,
  claimsText,
  kindOf,
  isRecord,
  named,
  number,
  optionsText,
  record,
  secrets,
  text,
  texts,
  time,
  wrong,
};

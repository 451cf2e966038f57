'use strict';

const { types } = require('node:util');

const { isRecord, noJson, undefinedMember, wrong } = require('./args.cjs');

const { toString } = Object.prototype;

/**
 * Claims as JSON text. Unlike `JSON.stringify` it drops nothing silently: a member that is
 * undefined or has no form in JSON is a TypeError, and with a number that JSON cannot hold the
 * result is not JSON, which the core refuses. A Date becomes its whole seconds since 1970.
 */
function claimsText(claims, what) {
  const isObject = typeof claims === 'object' && claims !== null && !Array.isArray(claims);
  if (!isObject || ArrayBuffer.isView(claims)) throw wrong(what, 'an object', claims);
  if (isPlain(claims, 64)) return JSON.stringify(claims);
  let finite = true;
  const json = JSON.stringify(claims, function member(name, value) {
    // The member itself, before Date's method `toJSON` made it a string.
    if (types.isDate(this[name])) return wholeSeconds(this[name], name);
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
        throw undefinedMember(name);
      default:
        throw noJson(name, value);
    }
  });
  // An instance without members of its own, such as a Key, is a mistake.
  if (json === '{}' && !isRecord(claims)) throw wrong(what, 'an object with members', claims);
  return finite ? json : 'NaN';
}

function wholeSeconds(date, name) {
  const milliseconds = Date.prototype.getTime.call(date);
  if (Number.isNaN(milliseconds)) throw new TypeError(`The claim \`${name}\` is an invalid Date.`);
  return Math.floor(milliseconds / 1000);
}

/**
 * Whether `JSON.stringify` writes a value as it is. To look first and then stringify without a
 * function that is called for each member takes half the time.
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

/** A JSON object that may already be text. */
function objectText(value, what) {
  return typeof value === 'string' ? value : claimsText(value, what);
}

module.exports = { claimsText, objectText };

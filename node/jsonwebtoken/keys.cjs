'use strict';
// Keys in every form that node:crypto takes. It reads each text once; the core keeps the result.

const crypto = require('node:crypto');
const { types } = require('node:util');

const native = require('../lib/native.cjs');
const { take } = require('../lib/error.cjs');

/** Tells the native half that a value is false, or of a wrong type. */
const FALSE = 0;
const WRONG = false;

const DETAILS = ['namedCurve', 'modulusLength', 'hashAlgorithm', 'mgf1HashAlgorithm', 'saltLength'];
const FORMS = { private: 'pkcs8', public: 'spki' };

/** KeyObjects never change, so each is exported once. */
const handles = new WeakMap();

/** A key as the native half takes it. A string that it does not know yet goes through `read`. */
function keyArgument(key, signs) {
  switch (typeof key) {
    case 'string':
      return key;
    case 'undefined':
      return undefined;
    case 'object':
      if (key === null) return undefined;
      if (types.isUint8Array(key)) return key;
      if (types.isKeyObject(key)) return handleOf(key);
      return described(key, signs);
    default:
      return key ? WRONG : FALSE;
  }
}

/** The KeyObject of anything that `crypto` takes for a key; undefined for anything else. */
function keyObjectOf(key, signs) {
  if (types.isKeyObject(key)) return key;
  try {
    return signs ? crypto.createPrivateKey(key) : crypto.createPublicKey(key);
  } catch {
    try {
      return crypto.createSecretKey(typeof key === 'string' ? Buffer.from(key) : key);
    } catch {
      return undefined;
    }
  }
}

/** Reads a string or bytes that the native half has not seen; it keeps the result. */
function read(key, signs) {
  const object = keyObjectOf(key, signs);
  return object === undefined ? WRONG : exported(object, signs, key, false);
}

/** A key with its format or passphrase. It is known again if all of that is text or bytes. */
function described(key, signs) {
  const text = descriptionOf(key);
  const known = text === undefined ? null : take(native.jsonwebtokenKept(signs, text));
  if (known !== null) return known;
  const object = keyObjectOf(key, signs);
  return object === undefined ? WRONG : exported(object, signs, text, true);
}

function descriptionOf(key) {
  const members = [];
  for (const name of ['key', 'format', 'type', 'passphrase', 'encoding']) {
    const value = key[name];
    if (types.isUint8Array(value)) members.push([Buffer.from(value).toString('base64')]);
    else if (typeof value === 'string') members.push(value);
    else if (value === undefined) members.push(null);
    else return undefined;
  }
  return members[0] === null ? undefined : JSON.stringify(members);
}

function handleOf(object) {
  let handle = handles.get(object);
  if (handle === undefined) {
    handle = exported(object, false, undefined, false);
    handles.set(object, handle);
  }
  return handle;
}

/** The native key of a KeyObject, kept under what it was `given` as, if that is known. */
function exported(object, signs, given, isDescription) {
  const facts = { type: object.type, asymmetricKeyType: object.asymmetricKeyType };
  for (const name of DETAILS) facts[name] = object.asymmetricKeyDetails?.[name];
  const material = materialOf(object);
  try {
    return take(
      native.jsonwebtokenKey(signs, given, isDescription, JSON.stringify(facts), material),
    );
  } finally {
    material.fill(0);
  }
}

function materialOf(object) {
  if (object.type === 'secret') return object.export();
  try {
    // A curve may be written out in DER, where a JWK always names it.
    return object.asymmetricKeyType === 'ec'
      ? Buffer.from(JSON.stringify(object.export({ format: 'jwk' })))
      : object.export({ format: 'der', type: FORMS[object.type] });
  } catch {
    return Buffer.alloc(0);
  }
}

module.exports = { keyArgument, keyObjectOf, read };

'use strict';
// Node's own keys, in a form that the core reads.

const { types } = require('node:util');

const { wrong } = require('./args.cjs');

/** The encodings that every kind of key has. */
const DER = { private: 'pkcs8', public: 'spki' };

function isHostKey(value) {
  return types.isKeyObject(value) || types.isCryptoKey(value);
}

/** The form and the bytes of a KeyObject. */
function ofKeyObject(key) {
  if (!types.isKeyObject(key)) throw wrong('A key of node:crypto', 'a KeyObject', key);
  if (key.type === 'secret') return { form: 'secret', material: key.export() };
  return { form: 'der', material: key.export({ format: 'der', type: DER[key.type] }) };
}

/** The JWK of a CryptoKey, as text. It names the algorithm and the usages, which bind the key. */
async function ofCryptoKey(key) {
  if (!types.isCryptoKey(key)) throw wrong('A key of WebCrypto', 'a CryptoKey', key);
  if (!key.extractable) {
    throw new TypeError(
      'The CryptoKey cannot be exported; sign with Signer.external and a function that calls ' +
        'crypto.subtle.sign.',
    );
  }
  // A program that has a CryptoKey has loaded it.
  const { webcrypto } = require('node:crypto');
  return JSON.stringify(await webcrypto.subtle.exportKey('jwk', key));
}

module.exports = { isHostKey, ofCryptoKey, ofKeyObject };

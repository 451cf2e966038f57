'use strict';

const bearer = require('./lib/bearer.cjs');
const { JotkitError } = require('./lib/error.cjs');
const jws = require('./lib/jws.cjs');
const { Key } = require('./lib/key.cjs');
const { KeySet } = require('./lib/keyset.cjs');
const likecoin = require('./lib/likecoin.cjs');
const livelike = require('./lib/livelike.cjs');
const { RemoteKeys } = require('./lib/remote.cjs');
const { Signer } = require('./lib/signer.cjs');
const { Unverified, Verified, Verifier, peek } = require('./lib/verifier.cjs');

exports.JotkitError = JotkitError;
exports.Key = Key;
exports.KeySet = KeySet;
exports.RemoteKeys = RemoteKeys;
exports.Signer = Signer;
exports.Unverified = Unverified;
exports.Verified = Verified;
exports.Verifier = Verifier;
exports.bearer = Object.freeze(bearer);
exports.jws = Object.freeze(jws);
exports.likecoin = Object.freeze(likecoin);
exports.livelike = Object.freeze(livelike);
exports.peek = peek;

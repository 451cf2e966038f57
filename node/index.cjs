'use strict';

const { JotkitError } = require('./lib/error.cjs');
const { Key, KeySet } = require('./lib/key.cjs');
const likecoin = require('./lib/likecoin.cjs');
const livelike = require('./lib/livelike.cjs');
const { bearer } = require('./lib/oauth.cjs');
const { Signer } = require('./lib/signer.cjs');
const { Unverified, Verified, Verifier, peek } = require('./lib/verifier.cjs');

exports.JotkitError = JotkitError;
exports.Key = Key;
exports.KeySet = KeySet;
exports.Signer = Signer;
exports.Unverified = Unverified;
exports.Verified = Verified;
exports.Verifier = Verifier;
exports.bearer = bearer;
exports.likecoin = Object.freeze(likecoin);
exports.livelike = Object.freeze(livelike);
exports.peek = peek;

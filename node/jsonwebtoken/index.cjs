'use strict';
// A drop-in for npm's jsonwebtoken 9.

const decode = require('./decode.cjs');
const { JsonWebTokenError, NotBeforeError, TokenExpiredError } = require('./errors.cjs');
const sign = require('./sign.cjs');
const verify = require('./verify.cjs');

module.exports = { decode, verify, sign, JsonWebTokenError, NotBeforeError, TokenExpiredError };

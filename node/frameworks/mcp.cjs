'use strict';

const errors = require('@modelcontextprotocol/sdk/server/auth/errors.js');

const { withErrors } = require('./mcp_verifier.cjs');

exports.tokenVerifier = withErrors(errors);

'use strict';

const { postgres } = require('./lib/provider/postgres.cjs');
const { Provider } = require('./lib/provider/provider.cjs');
const { sqlite } = require('./lib/provider/sqlite.cjs');
const { MAX_BODY_BYTES, endpointOf } = require('./lib/provider/web.cjs');

exports.MAX_BODY_BYTES = MAX_BODY_BYTES;
exports.Provider = Provider;
exports.endpointOf = endpointOf;
exports.postgres = postgres;
exports.sqlite = sqlite;

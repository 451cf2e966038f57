'use strict';

const native = require('./native.cjs');
const { take } = require('./error.cjs');
const { text } = require('./args.cjs');

function parse(value) {
  // A request without the header has none to judge, and the core says so.
  const absent = value === undefined || value === null;
  return take(native.bearerParse(absent ? undefined : text(value, 'An Authorization value')));
}

function format(token) {
  return take(native.bearerFormat(text(token, 'A token')));
}

module.exports = { format, parse };

'use strict';

const native = require('./native.cjs');
const { take } = require('./error.cjs');
const { text } = require('./args.cjs');

function parse(value) {
  return take(native.bearerParse(text(value, 'An Authorization value')));
}

function format(token) {
  return take(native.bearerFormat(text(token, 'A token')));
}

module.exports = { format, parse };

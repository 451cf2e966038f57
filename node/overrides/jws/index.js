'use strict';
// Inside the package jotkit, or as a copy anywhere that finds jotkit.

const { existsSync } = require('node:fs');
const { join } = require('node:path');

const own = join(__dirname, '..', '..', 'jws', 'index.cjs');
module.exports = existsSync(own) ? require(own) : require('jotkit/jws');

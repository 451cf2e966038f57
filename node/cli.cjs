#!/usr/bin/env node
'use strict';

const native = require('./lib/native.cjs');
const { take } = require('./lib/error.cjs');

process.exitCode = take(native.cli(process.argv.slice(1)));

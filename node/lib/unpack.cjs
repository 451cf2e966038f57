'use strict';
// Claims in the form that the native half packs them in; see src/pack.rs.

const native = require('./native.cjs');
const { take } = require('./error.cjs');

const LONG = 248;
const WHOLE = 249;
const NULL = 250;
const FALSE = 251;
const TRUE = 252;
const LIST = 253;

/** Objects that have the names which a number stands for, and nulls. */
const templates = [];

function learn(number) {
  const empty = JSON.parse(take(native.packedNames(number)));
  return (templates[number] = { empty, names: Object.keys(empty) });
}

// What is being read: no code of others runs meanwhile.
let form;
let next;
let string;

function value() {
  const code = form.charCodeAt(next++);
  if (code < LONG) return form.substring(string, (string += code));
  switch (code) {
    case LONG:
      return form.substring(string, (string += number16()));
    case WHOLE:
      return number16() + number16() * 65536;
    case NULL:
      return null;
    case FALSE:
      return false;
    case TRUE:
      return true;
    case LIST:
      return list();
    default:
      return object();
  }
}

function number16() {
  const low = form.charCodeAt(next++);
  return low | (form.charCodeAt(next++) << 8);
}

function list() {
  const count = form.charCodeAt(next++);
  const items = [];
  for (let i = 0; i < count; i += 1) items.push(value());
  return items;
}

function object() {
  const number = number16();
  const { empty, names } = templates[number] ?? learn(number);
  // The members are there already, so that no setter of a prototype can get in between.
  const members = { ...empty };
  for (let i = 0; i < names.length; i += 1) members[names[i]] = value();
  return members;
}

/** The claims that the native half answered with. */
function unpack(answer) {
  if (answer.charCodeAt(0) !== 0) return JSON.parse(answer);
  form = answer;
  next = 2;
  string = 2 + answer.charCodeAt(1);
  const claims = value();
  form = '';
  return claims;
}

module.exports = { unpack };

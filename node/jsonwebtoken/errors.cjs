'use strict';
// The classes of jsonwebtoken. They are functions, since programs of its time inherit from them
// with `call`. Name and message are own members, which JSON.stringify shows.

function JsonWebTokenError(message, inner) {
  Error.call(this, message);
  Error.captureStackTrace?.(this, this.constructor);
  this.name = 'JsonWebTokenError';
  this.message = message;
  if (inner) this.inner = inner;
}
inherit(JsonWebTokenError, Error);

function NotBeforeError(message, date) {
  JsonWebTokenError.call(this, message);
  this.name = 'NotBeforeError';
  this.date = date;
}
inherit(NotBeforeError, JsonWebTokenError);

function TokenExpiredError(message, expiredAt) {
  JsonWebTokenError.call(this, message);
  this.name = 'TokenExpiredError';
  this.expiredAt = expiredAt;
}
inherit(TokenExpiredError, JsonWebTokenError);

/** `constructor` stays enumerable, as in the original: its tests walk over the members. */
function inherit(child, parent) {
  child.prototype = Object.create(parent.prototype);
  child.prototype.constructor = child;
}

const CLASSES = { JsonWebTokenError, NotBeforeError, TokenExpiredError, Error, TypeError };

/** The exception of a refusal: its class, its message, and a time in seconds. */
function errorOf([, name, message, date]) {
  if (name === 'SyntaxError') return syntaxError(message);
  const Class = CLASSES[name];
  return date === undefined ? new Class(message) : new Class(message, new Date(date * 1000));
}

/** What JavaScript says of a payload that is not JSON; some of what it reads is not strict. */
function syntaxError(text) {
  try {
    JSON.parse(text);
  } catch (error) {
    return error;
  }
  return new JsonWebTokenError('invalid token');
}

module.exports = { JsonWebTokenError, NotBeforeError, TokenExpiredError, errorOf };

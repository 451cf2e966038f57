'use strict';

/**
 * Gives an object its own copies of its methods, bound to it, so that `const { verify } = verifier`
 * works. A test can replace them by spies; they are not enumerable.
 */
function bindMethods(object, prototype) {
  for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
    if (typeof value !== 'function' || name === 'constructor') continue;
    // The one of a subclass, if it has one.
    const bound = object[name].bind(object);
    Object.defineProperty(object, name, { value: bound, configurable: true, writable: true });
  }
}

module.exports = { bindMethods };

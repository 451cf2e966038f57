'use strict';
// Claims checked by a Standard Schema (https://standardschema.dev), such as those of zod, valibot
// and arktype.

const native = require('./native.cjs');
const { take } = require('./error.cjs');
const { wrong } = require('./args.cjs');

/** The schema among options, if there is one. */
function schemaOf(schema) {
  if (schema !== undefined && typeof schema?.['~standard']?.validate !== 'function') {
    throw wrong('`schema`', 'a Standard Schema, such as one of zod or valibot', schema);
  }
  return schema;
}

/** Claims as a schema returns them. */
function shaped(claims, schema) {
  if (schema === undefined) return claims;
  const result = schema['~standard'].validate(claims);
  if (typeof result?.then !== 'function') return valueOf(result);
  result.then(undefined, () => {});
  throw new TypeError('The schema is asynchronous: call verifyAsync or verifyFullAsync.');
}

/** As {@link shaped}, with a schema that may be asynchronous. */
async function shapedAsync(claims, schema) {
  return schema === undefined ? claims : valueOf(await schema['~standard'].validate(claims));
}

function valueOf({ issues, value }) {
  if (issues === undefined) return value;
  const [first] = issues[0]?.path ?? [];
  const claim = first === undefined ? undefined : String(first?.key ?? first);
  try {
    return take(native.refuseShape(claim));
  } catch (error) {
    // Not printed: they may quote claims.
    throw Object.defineProperty(error, 'issues', { value: issues });
  }
}

module.exports = { schemaOf, shaped, shapedAsync };

'use strict';

/** Tells a callback of an event. What it throws is a warning of the process. */
async function told(onEvent, event) {
  try {
    await onEvent(event);
  } catch (error) {
    process.emitWarning(`The callback \`onEvent\` has failed: ${error?.stack ?? String(error)}`);
  }
}

module.exports = { told };

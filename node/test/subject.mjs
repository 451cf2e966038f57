// The conformance subject: one request per line in, one answer per line out.
import { writeSync } from 'node:fs';
import { createInterface } from 'node:readline';

import { ILL_FORMED, answer } from './answer.mjs';

for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  let request;
  try {
    request = JSON.parse(line);
  } catch {
    request = undefined;
  }
  const isRequest = typeof request === 'object' && request !== null;
  const reply = isRequest ? answer(request) : { error: ILL_FORMED };
  const id = isRequest ? request.id : undefined;
  writeAll(`${JSON.stringify({ id, ...reply })}\n`);
}

/** Writes at once: nothing stays in a buffer when the process ends or the reader waits. */
function writeAll(text) {
  let rest = Buffer.from(text);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(1, rest));
    } catch (error) {
      if (error.code !== 'EAGAIN') throw error;
    }
  }
}

'use strict';
// What is signed or verified, and the key, may arrive in streams.

const { Stream, Writable } = require('node:stream');

/** Holds a value, or gathers what is written to it. */
class Source extends Writable {
  #value;
  #chunks = [];

  constructor(value) {
    super();
    if (typeof value?.pipe === 'function') {
      value.pipe(this);
    } else if (value) {
      this.#value = value;
      this.end();
    }
  }

  /** The value, or what was written so far. */
  get content() {
    return this.#value ?? Buffer.concat(this.#chunks);
  }

  _write(chunk, encoding, done) {
    this.#chunks.push(chunk);
    done();
  }
}

/** Works when all sources have ended, or when `run` is called. */
class Job extends Stream {
  constructor(sources, work) {
    super();
    this.readable = true;
    let open = sources.length;
    const ended = () => (open -= 1) === 0 && this.readable && this.run();
    for (const source of sources) source.once('finish', ended);
    this.run = () => {
      this.readable = false;
      let results;
      try {
        results = work();
      } catch (error) {
        this.emit('error', error);
        this.emit('close');
        return undefined;
      }
      this.emit('done', ...results);
      this.emit('data', results[0]);
      this.emit('end');
      return results[0];
    };
  }
}

/** The source of a key. The secret of an HMAC must be there from the start. */
function keySource(key, algorithm) {
  if (/^hs/i.test(algorithm) && (key === undefined || key === null)) {
    throw new TypeError('secret must be a string or buffer or a KeyObject');
  }
  return new Source(key);
}

function createSign(sign, options) {
  const { header, encoding } = options;
  const key = keySource(options.secret ?? options.privateKey ?? options.key, header.alg);
  const payload = new Source(options.payload);
  const job = new Job([key, payload], () => [
    sign({ header, payload: payload.content, secret: key.content, encoding }),
  ]);
  return Object.assign(job, { header, payload, secret: key, privateKey: key, key, sign: job.run });
}

function createVerify(verify, decode, options = {}) {
  const { algorithm } = options;
  const key = keySource(options.secret ?? options.publicKey ?? options.key, algorithm);
  const signature = new Source(options.signature);
  const job = new Job([key, signature], () => [
    verify(signature.content, algorithm, key.content),
    decode(signature.content),
  ]);
  return Object.assign(job, { signature, secret: key, publicKey: key, key, verify: job.run });
}

module.exports = { createSign, createVerify };

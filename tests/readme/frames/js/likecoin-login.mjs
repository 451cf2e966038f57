import assert from 'node:assert/strict';

const settings = process.env;
const client_id = settings.README_CLIENT_ID;
const client_secret = settings.README_CLIENT_SECRET;
const redirect_uri = settings.README_REDIRECT_URI;

// Sends to the stand-in what is meant for api.like.co.
const { fetch } = globalThis;
globalThis.fetch = (url, init) => {
  assert.ok(url.startsWith('https://api.like.co/'));
  return fetch(url.replace('https://api.like.co', settings.README_API), init);
};
const visit = async (url) => {
  const reply = await fetch(settings.README_VISITOR, { method: 'POST', body: url });
  return reply.text();
};

// README

assert.equal(reply.status, 200);
assert.equal(name, 'William Chong');
console.log('ok likecoin-login');

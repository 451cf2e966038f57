import assert from 'node:assert/strict';

const [clientId, clientSecret] = ['client-id-1', 'livelike-client-secret'];

// README

assert.equal(headers.Authorization, `Bearer ${token}`);
assert.equal(profile.custom_profile_id, 'user-1');
assert.equal(profile.expires_at, profile.issued_at + 86_400);
console.log('ok livelike');

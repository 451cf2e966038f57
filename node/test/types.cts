// Compiled, not run: the same declarations for CommonJS.
import jotkit = require('jotkit');
import provider = require('jotkit/provider');

const key: jotkit.Key = jotkit.Key.hs256('');
const claims: jotkit.Claims = new jotkit.Verifier(key).verify('');
const profile: jotkit.livelike.Profile = new jotkit.livelike.Verifier({}).verify('');
const keys: jotkit.RemoteKeys = new jotkit.RemoteKeys('https://id.example');
const options: jotkit.RemoteOptions = { jwks_url: 'https://id.example/keys', timeout_ms: 1000 };
const store: provider.Store = { run: () => [] };
const settings = { key: 'k', commonSecret: 'c', host: 'a', users: () => null };
const server: provider.Provider = new provider.Provider(store, settings);
console.log(claims, profile, keys, options, server);

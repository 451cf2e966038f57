// Compiled, not run: the same declarations for CommonJS.
import jotkit = require('jotkit');

const key: jotkit.Key = jotkit.Key.hs256('');
const claims: jotkit.Claims = new jotkit.Verifier(key).verify('');
const profile: jotkit.livelike.Profile = new jotkit.livelike.Verifier({}).verify('');
const keys: jotkit.RemoteKeys = new jotkit.RemoteKeys('https://id.example');
const options: jotkit.RemoteOptions = { jwks_url: 'https://id.example/keys', timeout_ms: 1000 };
console.log(claims, profile, keys, options);

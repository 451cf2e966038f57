// Compiled, not run: the same declarations for CommonJS.
import jotkit = require('jotkit');

const key: jotkit.Key = jotkit.Key.hs256('');
const claims: jotkit.Claims = new jotkit.Verifier(key).verify('');
const profile: jotkit.livelike.Profile = new jotkit.livelike.Verifier({}).verify('');
console.log(claims, profile);

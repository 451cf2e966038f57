// Signs a profile token for a user of one's own, and reads one.

// snippet: livelike
import { livelike } from 'jotkit';

const [CLIENT_ID, CLIENT_SECRET] = ['client-id', 'the secret of the application'];
const token = new livelike.Signer(CLIENT_ID, CLIENT_SECRET).sign('user-42', { lifetime: 86_400 });
const profile = new livelike.Verifier({ [CLIENT_ID]: CLIENT_SECRET }).verify(token);
console.log(profile.custom_profile_id); // user-42
// snippet end

// Claims with the types of a schema.

// snippet: schema
import { Key, Signer, Verifier } from 'jotkit';
import { z } from 'zod';

const key = Key.hs256('a secret of at least 32 bytes, kept safe');
const verifier = new Verifier(key);
const token = new Signer(key, { lifetime: 60 }).sign({ sub: 'u1', roles: ['admin'] });

const Session = z.object({ sub: z.string(), roles: z.array(z.string()).default([]) });
const { sub, roles } = verifier.verify(token, { schema: Session });
console.log(sub, roles); // u1 [ 'admin' ]
// snippet end

// A key pair instead of a secret: only who has the private half can sign.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// snippet: pair import
import { readFileSync, writeFileSync } from 'node:fs';
import { Key, Signer, Verifier } from 'jotkit';

// snippet end

process.chdir(mkdtempSync(join(tmpdir(), 'jotkit-')));

// snippet: pair
const made = Key.generate('ES256');
writeFileSync('private.pem', made.toPem(), { mode: 0o600 });
writeFileSync('public.pem', made.public().toPem());

const signer = new Signer(Key.fromPem(readFileSync('private.pem')), { lifetime: 3600 });
const verifier = new Verifier(Key.fromPem(readFileSync('public.pem')));
console.log(verifier.verify(signer.sign({ sub: 'u1' })).sub); // u1
// snippet end

// Signs with a key that never leaves WebCrypto, signs bytes, and explains what is wrong.

// snippet: external import
import { Key, Signer, Verifier, jws } from 'jotkit';

// snippet end

const { subtle } = crypto;
const p256 = { name: 'ECDSA', namedCurve: 'P-256' };
const { privateKey, publicKey } = await subtle.generateKey(p256, false, ['sign', 'verify']);

// snippet: external
const ecdsa = { name: 'ECDSA', hash: 'SHA-256' };
const sign = (input) => subtle.sign(ecdsa, privateKey, input);
const signer = Signer.external('ES256', sign, { kid: 'device-1', lifetime: 60 });
const token = await signer.signAsync({ sub: 'u1' });
// snippet end

const key = Key.generate('ES256');
const payload = new TextEncoder().encode('any bytes');

// snippet: jws
const signature = jws.sign(key, payload, { detached: true });
const { header } = jws.verify(key.public(), signature, { payload });
// snippet end

const verifier = new Verifier(await Key.fromCryptoKey(publicKey), { audience: 'api' });

// snippet: explain
for (const { check, code, message } of verifier.explain(token)) {
  console.log(check, code, message);
}
// snippet end

console.log(header.alg);

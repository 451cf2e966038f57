// The npm packages jsonwebtoken and jose verify jotkit's tokens, and jotkit theirs, for every
// algorithm both know.
import assert from 'node:assert/strict'
import { createPublicKey, createPrivateKey } from 'node:crypto'

import * as jose from 'jose'
import jsonwebtoken from 'jsonwebtoken'

import { Key, Signer, Verifier } from 'jotkit'

const claims = {
  iss: 'https://id.example',
  aud: 'api',
  sub: '用户-1',
  exp: 4102444800,
  nested: { list: [1, 2.5, null, true, '\n'] },
}
const expected = { issuer: claims.iss, audience: 'api' }
const hmac = ['HS256', 'HS384', 'HS512']
const rsa = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512']
const ec = ['ES256', 'ES384', 'ES512']

const secret = (jwk) => Buffer.from(jwk.k, 'base64url')

const libraries = {
  jsonwebtoken: {
    algorithms: [...hmac, ...rsa, ...ec],
    sign: (key, alg) => {
      const jwk = key.toJwk()
      const own = jwk.kty === 'oct' ? secret(jwk) : createPrivateKey(key.toPem())
      return jsonwebtoken.sign(claims, own, { algorithm: alg, noTimestamp: true })
    },
    verify: (token, key, alg) => {
      const jwk = key.toJwk()
      const own = jwk.kty === 'oct' ? secret(jwk) : createPublicKey(key.public().toPem())
      return jsonwebtoken.verify(token, own, { algorithms: [alg], ...expected })
    },
  },
  jose: {
    algorithms: [...hmac, ...rsa, ...ec, 'EdDSA', 'Ed25519'],
    sign: async (key, alg) =>
      new jose.SignJWT(claims)
        .setProtectedHeader({ alg })
        .sign(await jose.importJWK(key.toJwk(), alg)),
    verify: async (token, key, alg) => {
      const jwk = key.toJwk()
      const own = jwk.kty === 'oct' ? jwk : key.public().toJwk()
      const { payload } = await jose.jwtVerify(token, await jose.importJWK(own, alg), {
        algorithms: [alg],
        ...expected,
      })
      return payload
    },
  },
}

let passed = 0
let failed = 0
for (const [name, library] of Object.entries(libraries)) {
  for (const alg of library.algorithms) {
    const key = Key.generate(alg)
    const checks = {
      'verifies ours': () => library.verify(new Signer(key).sign(claims), key, alg),
      'signs for us': async () => new Verifier(key, expected).verify(await library.sign(key, alg)),
    }
    for (const [what, run] of Object.entries(checks)) {
      try {
        assert.deepEqual(await run(), claims)
        passed += 1
      } catch (error) {
        failed += 1
        console.log(`${name} ${what}, ${alg}: ${error.message}`)
      }
    }
  }
}
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed > 0 ? 1 : 0

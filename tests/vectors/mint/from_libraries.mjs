// Reads the keys as JSON on standard input, writes the tokens that two npm packages make with them.
import { readFileSync } from 'node:fs'
import { createPrivateKey } from 'node:crypto'
import jsonwebtoken from 'jsonwebtoken'
import * as jose from 'jose'

const { claims, keys } = JSON.parse(readFileSync(0, 'utf8'))
const secret = (key) => new TextEncoder().encode(key.secret)
const out = []

for (const alg of ['HS256', 'HS384', 'HS512', 'RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512']) {
  const key = keys[alg].secret ?? createPrivateKey(keys[alg].pem)
  out.push({ library: 'jsonwebtoken', alg, token: jsonwebtoken.sign(claims, key, { algorithm: alg }) })
}
for (const alg of ['HS256', 'HS384', 'HS512', 'RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519']) {
  const key = keys[alg].secret ? secret(keys[alg]) : await jose.importPKCS8(keys[alg].pem, alg)
  const token = await new jose.SignJWT(claims).setProtectedHeader({ alg, typ: 'JWT', kid: 'test' }).sign(key)
  out.push({ library: 'jose', alg, token })
}
process.stdout.write(JSON.stringify(out))

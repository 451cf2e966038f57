// Compiled, not run: the frameworks' own types take what jotkit makes.
import { requireBearerAuth } from '@modelcontextprotocol/sdk/server/auth/middleware/bearerAuth.js';
import { type CanActivate, UseGuards } from '@nestjs/common';
import express from 'express';
import Fastify from 'fastify';
import { Hono } from 'hono';
import { type Claims, Key, RemoteKeys, Verifier, likecoin, livelike } from 'jotkit';
import { bearer as ofExpress } from 'jotkit/express';
import { bearer as ofFastify } from 'jotkit/fastify';
import { bearer as ofHono } from 'jotkit/hono';
import { tokenVerifier } from 'jotkit/mcp';
import { bearer as ofNest } from 'jotkit/nest';
import * as v from 'valibot';
import { z } from 'zod';

const verifier = new Verifier(new RemoteKeys('https://id.example'));
const schema = z.object({ sub: z.string() });

const app = express();
app.get('/', ofExpress(verifier, { realm: 'api', scope: ['read'], schema }), (req, res) => {
  const claims: Claims | undefined = req.claims;
  res.json(claims);
});
app.use(ofExpress(new livelike.Verifier({})), ofExpress(new likecoin.Verifier('a', {})));
app.use(requireBearerAuth({ verifier: tokenVerifier(verifier) }));
// @ts-expect-error there is no such option
ofExpress(verifier, { scopes: ['read'] });
// @ts-expect-error a key is not a verifier
ofExpress(Key.hs256(''));

const fastify = Fastify();
fastify.addHook('onRequest', ofFastify(verifier));
fastify.get('/', { onRequest: ofFastify(verifier, { schema }) }, async (request) => {
  const claims: Claims | undefined = request.claims;
  return claims;
});

new Hono()
  .get('/', ofHono(verifier), (c) => c.text(String(c.var.claims['sub'])))
  .get('/shaped', ofHono(verifier, { schema }), (c) => c.text(c.var.claims.sub));

const guard: CanActivate = ofNest(verifier, { scope: ['read'] });
UseGuards(guard, ofNest(verifier));

const { sub }: { sub: string } = verifier.verify('', { schema });
const level: number = verifier.verify('', { schema: v.object({ level: v.number() }) }).level;
const { claims } = await verifier.verifyFullAsync(Buffer.from(''), { schema, now: 1 });
const name: string = claims.sub;
// @ts-expect-error the schema says that it is a string
const wrong: number = verifier.verify('', { schema }).sub;
// @ts-expect-error a schema is an object
verifier.verify('', { schema: 'zod' });
console.log(sub, level, name, wrong, Key.hs256('', { kid: 'a' }));
// @ts-expect-error the name says the algorithm
Key.hs256('', { alg: 'HS256' });

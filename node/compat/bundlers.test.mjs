// Bundlers: with the package kept external, with the addon copied, and with the addon left out.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';

import commonjs from '@rollup/plugin-commonjs';
import resolve from '@rollup/plugin-node-resolve';
import esbuild from 'esbuild';
import { rollup } from 'rollup';
import { build as viteBuild } from 'vite';
import webpack from 'webpack';

import rollupConfig from '../examples/bundlers/rollup.config.mjs';
import viteConfig from '../examples/bundlers/vite.config.mjs';
import webpackConfig from '../examples/bundlers/webpack.config.mjs';

import { makeApp, run, succeeds } from './app.mjs';

const ENTRY = `
import { Key, Signer, Verifier } from 'jotkit';
const key = Key.hs256('a secret of at least 32 bytes, kept safe');
const { sub } = new Verifier(key).verify(new Signer(key, { lifetime: 60 }).sign({ sub: 'u1' }));
console.log('verified', sub);
`;
const app = makeApp('bundlers', { 'entry.mjs': ENTRY, 'package.json': '{}' });
const inApp = (name) => join(app, name);

async function works(file) {
  assert.equal(await succeeds(process.execPath, [inApp(file)]), 'verified u1\n');
}

/** The bundle fails with the sentence that says what to do. */
async function advises(file) {
  const { code, output } = await run(process.execPath, [inApp(file)]);
  assert.notEqual(code, 0);
  assert.match(output, /Your bundler left the addon out; keep `jotkit` external/, output);
}

const ofEsbuild = (options) =>
  esbuild.build({
    entryPoints: [inApp('entry.mjs')],
    absWorkingDir: app,
    bundle: true,
    platform: 'node',
    logLevel: 'silent',
    ...options,
  });

test('esbuild', async () => {
  await ofEsbuild({ external: ['jotkit'], format: 'esm', outfile: inApp('esbuild/external.mjs') });
  await works('esbuild/external.mjs');
  await ofEsbuild({ external: ['jotkit'], outfile: inApp('esbuild/external.cjs') });
  await works('esbuild/external.cjs');
  // The paths of the addons are written out, so a bundler finds the one that is there.
  await ofEsbuild({ loader: { '.node': 'copy' }, outfile: inApp('esbuild/copied/main.cjs') });
  await works('esbuild/copied/main.cjs');
  await ofEsbuild({ external: ['*.node'], outfile: inApp('esbuild/without/main.cjs') });
  await advises('esbuild/without/main.cjs');
  await assert.rejects(ofEsbuild({ outfile: inApp('esbuild/none.cjs') }), /"\.node" files/);
});

async function ofWebpack(options) {
  const compiler = webpack({
    context: app,
    entry: './entry.mjs',
    target: 'node',
    mode: 'production',
    ...options,
  });
  const stats = await promisify(compiler.run.bind(compiler))();
  return stats.compilation.errors.map(({ message }) => message);
}

test('webpack', async () => {
  const output = (name) => ({ path: inApp('webpack'), filename: name });
  assert.deepEqual(await ofWebpack({ ...webpackConfig, output: output('external.cjs') }), []);
  await works('webpack/external.cjs');
  const [error] = await ofWebpack({ output: output('none.cjs') });
  assert.match(error, /\.node|appropriate loader/);
  const left = ({ request }, done) =>
    request.endsWith('.node') ? done(null, `commonjs ${request}`) : done();
  assert.deepEqual(await ofWebpack({ externals: left, output: output('without.cjs') }), []);
  await advises('webpack/without.cjs');
});

async function ofRollup(external, output, options) {
  const input = inApp('entry.mjs');
  const plugins = [resolve({ preferBuiltins: true }), commonjs(options)];
  const bundle = await rollup({ input, external, plugins, logLevel: 'silent' });
  await bundle.write({ ...output, file: inApp(output.file) });
  await bundle.close();
}

test('rollup', async () => {
  const builtin = /^node:/;
  await ofRollup(rollupConfig.external, { file: 'rollup/external.mjs', format: 'es' });
  await works('rollup/external.mjs');
  const without = { ignore: (id) => id.endsWith('.node') };
  await ofRollup([builtin], { file: 'rollup/without.mjs', format: 'es' }, without);
  await advises('rollup/without.mjs');
  await ofRollup([builtin], { file: 'rollup/without.cjs', format: 'cjs' }, without);
  await advises('rollup/without.cjs');
  await assert.rejects(ofRollup([builtin], { file: 'rollup/none.mjs' }), /\.node/);
});

test('vite, on the server', async () => {
  const build = (outDir, ssr = {}) =>
    viteBuild({
      root: app,
      logLevel: 'silent',
      configFile: false,
      build: { ssr: inApp('entry.mjs'), outDir: inApp(outDir), emptyOutDir: true },
      ssr,
    });
  await build('vite/plain');
  await works('vite/plain/entry.mjs');
  await build('vite/external', { noExternal: true, ...viteConfig.ssr });
  await works('vite/external/entry.mjs');
});

// Leaves out of a package's dependencies what its tests do not need: prepare.mjs FOLDER
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const path = join(process.argv[2], 'package.json');
const manifest = JSON.parse(readFileSync(path, 'utf8'));
const tools = /lint|semantic|husky|nyc|nsp|cost-of|changelog|prettier|rimraf/;
for (const name of Object.keys(manifest.devDependencies)) {
  if (tools.test(name)) delete manifest.devDependencies[name];
}
delete manifest.scripts.prepare;
writeFileSync(path, JSON.stringify(manifest, null, 2));
rmSync(join(process.argv[2], 'package-lock.json'), { force: true });

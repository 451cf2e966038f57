// Goes through a login with Chromium: `node login.mjs APP accept|deny`, APP being the address of
// the web app. Prints the pages that were seen, as JSON: what the user reads, and the address
// without its query.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { chromium } from 'playwright-core';

const [app, answer] = process.argv.slice(2);
const buttons = { accept: 'Allow', deny: 'Deny' };
if (!(answer in buttons)) throw new Error('usage: login.mjs APP accept|deny');

const profile = await mkdtemp(join(tmpdir(), 'jotkit-chromium-'));
const context = await chromium.launchPersistentContext(profile, {
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  headless: true,
  args: [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
});
try {
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const seen = [];
  const look = async () => {
    const { origin, pathname } = new URL(page.url());
    seen.push({ address: origin + pathname, text: await page.locator('body').innerText() });
  };
  const click = async (name) => {
    // The click alone returns when the form is sent; what counts is the page it leads to.
    await Promise.all([
      page.waitForNavigation(),
      page.getByRole('button', { name, exact: true }).click(),
    ]);
    await look();
  };

  await page.goto(app);
  await look();
  await click('Log in with LikeCoin');
  await click('Log in as williamchong');
  await click(buttons[answer]);
  await page.reload(); // What was shown once is shown again: the session holds, and no code is spent twice.
  await look();
  const cookies = await context.cookies();
  console.log(JSON.stringify({ seen, cookies: cookies.filter(({ name }) => name === 'connect.sid') }));
} finally {
  await context.close();
  await rm(profile, { recursive: true, force: true });
}

// Goes through the provider's pages with Chromium, without script: `node provider.mjs CONSENT APPS
// [FOLDER]`, the addresses of the consent page and of the page of apps. Prints what was seen, as
// JSON; screenshots go to FOLDER, if one is named.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { chromium } from 'playwright-core';

const [consent, apps, folder] = process.argv.slice(2);
if (!apps) throw new Error('usage: provider.mjs CONSENT APPS [FOLDER]');

const PHONE = { width: 360, height: 640 };
const DESK = { width: 1024, height: 768 };

const profile = await mkdtemp(join(tmpdir(), 'jotkit-chromium-'));
const context = await chromium.launchPersistentContext(profile, {
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  headless: true,
  javaScriptEnabled: false,
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run'],
});
try {
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const problems = [];
  // A policy that keeps something out says so; a status that is not 200 is no problem here.
  page.on('console', (message) => {
    if (/refused|policy/i.test(message.text())) problems.push(message.text());
  });
  const seen = [];
  const look = async (name) => {
    for (const [width, viewport] of Object.entries({ desk: DESK, phone: PHONE })) {
      await page.setViewportSize(viewport);
      for (const colorScheme of ['light', 'dark']) {
        await page.emulateMedia({ colorScheme });
        if (folder) await page.screenshot({ path: join(folder, `${name}-${width}-${colorScheme}.png`) });
      }
      const boxes = await Promise.all((await page.locator('main, button').all()).map((part) => part.boundingBox()));
      const wide = boxes.some((box) => box.x < 0 || box.x + box.width > viewport.width);
      if (wide) problems.push(`${name}: wider than ${width}`);
    }
    await page.setViewportSize(DESK);
    seen.push({ name, address: page.url(), text: await page.locator('body').innerText() });
  };
  const click = async (name) => {
    await Promise.all([
      page.waitForNavigation(),
      page.getByRole('button', { name, exact: true }).click(),
    ]);
  };

  await page.goto(consent);
  await click('Log in as williamchong');
  await look('consent');
  await click('Deny');
  await look('denied');
  await page.goto(consent);
  // By keyboard: the first button is `Deny`, the second `Allow`.
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
  await look('allowed');
  await page.goto(apps);
  await look('apps');
  await click('Withdraw access of Example <app>');
  await look('withdrawn');
  await page.goto(`${consent}x`);
  await look('refused');
  console.log(JSON.stringify({ seen, problems }));
} finally {
  await context.close();
  await rm(profile, { recursive: true, force: true });
}

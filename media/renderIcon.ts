// Renders media/icon.png, 256 pixels square, from media/activitybar.svg: `npm run icon`.

import { readFile, writeFile } from 'node:fs/promises';
import { launchChromium } from '../test/support/chromium.ts';
import { toPalettePng } from '../test/support/palettePng.ts';

const svg = await readFile(new URL('activitybar.svg', import.meta.url), 'utf8');
const browser = await launchChromium();
try {
  const page = await browser.newPage({ viewport: { width: 256, height: 256 } });
  await page.setContent(`<style>
    body { margin: 0; }
    div { width: 256px; height: 256px; border-radius: 48px; background: #16324a;
      display: grid; place-items: center; }
    svg { width: 208px; height: 208px; stroke: #fff; }
  </style><div>${svg}</div>`);
  const picture = await page.screenshot({ omitBackground: true });
  await writeFile(new URL('icon.png', import.meta.url), toPalettePng(picture));
} finally {
  await browser.close();
}

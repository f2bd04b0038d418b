// Makes the picture of the README anew: `npm run pictures`. The packed extension shows its sample in a real window;
// times and dates are written over there, so that the picture comes out the same again.

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectFolder } from '../test/support/folders.ts';
import { toPalettePng } from '../test/support/palettePng.ts';
import { openWorkbench, type Workbench } from '../test/support/workbench.ts';

const workbench = await openWorkbench({
  extension: 'package',
  settings: {
    'remote.autoForwardPorts': false,
    'window.commandCenter': false,
    'workbench.layoutControl.enabled': false,
    'workbench.reduceMotion': 'on',
  },
  viewport: { width: 960, height: 700 },
  deviceScaleFactor: 2,
});
try {
  await workbench.openView();
  await workbench.resizeSideBar(500);
  await workbench.runCommand('Inspector Status: Show Sample Data');
  await workbench.waitUntilQuiet();
  await workbench.rowsOnce((rows) => /^\[organization\] Alder Retail — 106 accounts · \d+ need/m.test(rows));
  await showOneAccount(workbench);
  await take(workbench, 'accounts');
} finally {
  await workbench.close();
}

/** An organisation, in it an account unfolded to its scan types, and what the hover says of one that fails. */
async function showOneAccount(workbench: Workbench): Promise<void> {
  await workbench.tree.expand('Alder Retail');
  await workbench.tree.expand('artifacts');
  await workbench.tree.expand('us-east-1');
  await workbench.hover('audit');
}

async function take({ page }: Workbench, name: string): Promise<void> {
  await page.evaluate(`
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const text = texts.currentNode;
      const wanted = text.data
        .replace(/\\b\\d\\d:\\d\\d\\b(:\\d\\d)?/g, '14:02')
        .replace(/\\b[A-Z][a-z]{2} \\d{1,2}, 20\\d\\d\\b/g, 'Nov 29, 2026');
      if (wanted !== text.data) text.data = wanted;
    }
  `);
  await writeFile(join(projectFolder, 'media', `${name}.png`), toPalettePng(await page.screenshot()));
}

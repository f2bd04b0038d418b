/** The window in the languages beside English: titles, rows, hovers, status bar and walkthrough, with pictures. */
import { deepEqual, match, ok } from 'node:assert/strict';
import german from '../../l10n/bundle.l10n.de.json' with { type: 'json' };
import japanese from '../../l10n/bundle.l10n.ja.json' with { type: 'json' };
import germanManifest from '../../package.nls.de.json' with { type: 'json' };
import japaneseManifest from '../../package.nls.ja.json' with { type: 'json' };
import { createEnglishFinder } from '../support/englishWords.ts';
import { openWorkbench } from '../support/workbench.ts';

const languages = {
  de: { name: 'German', bundle: german, manifest: germanManifest },
  ja: { name: 'Japanese', bundle: japanese, manifest: japaneseManifest },
};

describe('Other languages in the window', () => {
  for (const [language, { name, bundle, manifest }] of Object.entries(languages)) {
    it(`are whole: ${name}`, async () => {
      const findEnglish = createEnglishFinder(bundle, manifest);
      const workbench = await openWorkbench({
        extension: 'package',
        language,
        viewport: { width: 1280, height: 860 },
      });
      const { page, tree } = workbench;
      try {
        await workbench.openView();
        await workbench.resizeSideBar(480);
        const welcome = page.locator('.welcome-view-content');
        await welcome.getByRole('button').first().waitFor();
        deepEqual(findEnglish(await welcome.innerText()), []);
        await workbench.pictures(`welcome in ${name}`);

        await workbench.runCommand(`${manifest.category}: ${manifest['command.showSampleData']}`);
        await workbench.statusBar(`${bundle['Sample data']} · `);
        await workbench.waitUntilQuiet();
        const rows = await workbench.rowsOnce(
          (text) => text.includes('Alder Retail') && !text.includes(bundle['Reading…']),
        );
        ok(rows.split('\n').length > 3, rows);
        await tree.expand('Alder Retail');
        await tree.expand('artifacts');
        const unfolded = await workbench.rowsOnce((text) => text.includes('us-east-1'));
        match(unfolded, new RegExp(`${bundle['Enabled']} · `));
        const hover = await workbench.hover('break-glass');
        match(hover, new RegExp(bundle['Not found']));
        await workbench.pictures(`sample in ${name}`, 'break-glass');
      } finally {
        await workbench.close();
      }
    });
  }
});

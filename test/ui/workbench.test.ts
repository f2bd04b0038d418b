/** The extension in a whole VS Code window, in each kind of theme. */
import { match } from 'node:assert/strict';
import { openWorkbench, type Theme } from '../support/workbench.ts';

describe('The window', () => {
  const themes: readonly Theme[] = ['light', 'dark', 'high contrast'];
  for (const theme of themes) {
    it(`shows what to do first in a ${theme} theme`, async () => {
      const workbench = await openWorkbench({ theme });
      try {
        await workbench.openView();
        const welcome = workbench.page.locator('.welcome-view-content');
        await welcome.waitFor();
        match((await welcome.textContent()) ?? '', /Add the AWS accounts/);
        await workbench.screenshot(`welcome ${theme}`);
      } finally {
        await workbench.close();
      }
    });
  }
});

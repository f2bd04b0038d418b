/** Text from the service and from settings stays text wherever the window shows it: nothing in it comes alive. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { toAccount, toFailed } from '../emulator/accountAnswers.ts';
import { type Emulator, startEmulator } from '../emulator/emulator.ts';
import { openWorkbench, type Workbench } from '../support/workbench.ts';

/** A server that tells of each request: an image or a link that came alive would make one. */
class Beacon {
  readonly requests: string[] = [];
  private readonly server: Server = createServer((request, response) => {
    this.requests.push(request.url ?? '');
    response.end();
  });

  async listen(): Promise<void> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}

interface Hostile {
  readonly id: string;
  readonly text: string;
  /** What of it must be read in the hover, letter by letter. */
  readonly literal: string;
}

function toHostile(beacon: string): readonly Hostile[] {
  const texts: readonly (readonly [text: string, literal?: string])[] = [
    ['[Sign in](command:workbench.action.quit)'],
    ['[Sign in](command:inspectorStatus.showLog "title")'],
    [`![status](${beacon}/markdown.png)`],
    [`<img src="${beacon}/html.png"><span onclick="alert(1)">red</span>`],
    [`<a href="${beacon}/anchor">sign in</a> <${beacon}/angle> ${beacon}/bare`],
    ['$(alert) $(sync~spin) $(~spin)'],
    [`\`\`\` \`\`\`\` \`\`\`\`\` [out](command:workbench.action.quit) ![out](${beacon}/fence.png)`],
    [`~~~ <!-- --> <script>fetch("${beacon}/script")</script> | a | b |`],
    [`${'long line '.repeat(1000)}`, 'long line long line'],
    [
      'first\nsecond\r\n\tthird\u2028fourth\n\n\n# heading\n\n- list',
      'first second third fourth # heading - list',
    ],
    ['safe\u202Egnp.exe\u202C \u2066isolated\u2069 zero\u200Bwidth', 'safegnp.exe isolated zerowidth'],
    ['\u001B[31mred\u001B[0m \u0000 \u0007', '[31mred[0m'],
    ['high \uD800 low \uDC00 end', 'high'],
    ['&#36;(alert) &lt;img&gt; {0} %s'],
  ];
  return texts.map(([text, literal = text], index) => ({
    id: String(700_000_000_001 + index),
    text,
    literal,
  }));
}

/** Nothing in it asks for anything, can be clicked, or is drawn as an icon. */
const ALIVE = 'img, a, script, iframe, video, button, input, .codicon, [onclick], [style*="url("]';

/** What every hover of a row links to: what can be done with the row itself, and pages of the AWS documentation. */
const OWN_LINK =
  /^(command:inspectorStatus\.(refreshAccount|copyDetails|openInConsole)\?[\w%.-]+|https:\/\/docs\.aws\.amazon\.com\/[\w./-]+)$/;

describe('Hostile text in the window', () => {
  const beacon = new Beacon();
  let emulator: Emulator;
  let hostile: readonly Hostile[];

  before(async () => {
    await beacon.listen();
    hostile = toHostile(beacon.url);
    emulator = await startEmulator({
      scenario: {
        description: 'messages, codes, statuses and scan types that would like to be more than text',
        regions: {
          '*': {
            accounts: Object.fromEntries(
              hostile.map(({ id, text }, index) => [
                id,
                index % 2 === 0
                  ? toFailed(text.slice(0, 100), text)
                  : toAccount(
                      { status: text.slice(0, 100), errorCode: text.slice(0, 100), errorMessage: text },
                      { [text.slice(0, 100)]: text.slice(0, 100) },
                    ),
              ]),
            ),
          },
        },
      },
    });
  });

  after(async () => {
    await emulator.close();
    await beacon.close();
  });

  /** A workspace whose names, profile and broken entries are hostile as well. */
  function open(): Promise<Workbench> {
    const profile = `$(alert)[x](command:workbench.action.quit)![x](${beacon.url}/profile.png)`;
    return openWorkbench({
      viewport: { width: 1280, height: 1000 },
      settings: { 'inspectorStatus.endpointUrl': emulator.url },
      workspaceSettings: {
        'inspectorStatus.accountIds': [...hostile.map(({ id }) => id), ...hostile.map(({ text }) => text)],
        'inspectorStatus.accountNames': Object.fromEntries(hostile.map(({ id, text }) => [id, text])),
        'inspectorStatus.profile': profile,
        'inspectorStatus.regions': ['us-east-1', `$(alert) <img src=${beacon.url}/region.png>`],
      },
      home: {
        '.aws/credentials': `[${profile}]\naws_access_key_id = AKIAHOSTILE\naws_secret_access_key = made-up\n`,
      },
    });
  }

  it('would be told of: the beacon hears a request', async () => {
    await fetch(`${beacon.url}/heard`);
    deepEqual(beacon.requests.splice(0), ['/heard']);
  });

  it('stays text in rows, hovers, status bar, pickers and log (A17, F1, F2, F4, F5, F7, F8, D19)', async function () {
    this.timeout(300_000);
    const workbench = await open();
    const { page } = workbench;
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    try {
      await workbench.openView();
      await workbench.resizeSideBar(560);
      const item = await workbench.statusBar(/\d+\/14/);
      await workbench.waitUntilQuiet();
      const list = page.locator('.pane-body .tree-explorer-viewlet-tree-view');
      const rows = await workbench.tree.readRows();
      equal(rows.filter(({ label }) => /70000000\d{4}$/.test(label)).length, hostile.length, 'all accounts');
      ok(
        rows.some(({ label }) => label.startsWith('$(alert) $(sync~spin)')),
        'an icon is a text',
      );
      for (const { label, description } of rows) {
        ok(label.length <= 140 && description.length <= 400, `${label} ${description}`);
        ok(!/[\p{Cc}\p{Cf}\u2028]/u.test(`${label}${description}`), JSON.stringify([label, description]));
      }
      // The line above the rows, and the rows: what can be clicked there is VS Code's own.
      equal(await list.locator('.label-name :is(img, a, .codicon)').count(), 0);
      match(
        await page.locator('.tree-explorer-viewlet-tree-view .message').innerText(),
        /\$\(alert\)\[x\]\(command:/,
      );
      equal(await page.locator('.tree-explorer-viewlet-tree-view .message :is(img, a, .codicon)').count(), 0);
      await workbench.pictures('hostile rows');
      for (const { id, literal } of hostile) {
        const text = await workbench.hover(id);
        ok(text.replace(/\s+/g, ' ').includes(literal.slice(0, 60)), `${literal} in ${text}`);
        const alive = page.locator('.workbench-hover-container .monaco-hover').locator(ALIVE);
        const links = await alive.evaluateAll((all) => all.map((each) => each.getAttribute('data-href')));
        deepEqual(
          links.filter((link) => !OWN_LINK.test(link ?? '')),
          [],
          text,
        );
        ok(links.length <= 6, `${links}`);
        ok(text.length < 6000, 'a hover has an end');
      }
      await workbench.pictures('hostile hover');
      // The status bar item has an icon of ours, and no text of others.
      const barHover = await workbench.hover(item);
      ok(!barHover.includes('command:'));
      equal(await page.locator('.workbench-hover-container .monaco-hover').locator(ALIVE).count(), 0);
      match((await item.innerText()).trim(), /^\d+\/14/);
      // A setting that cannot be used.
      match(await workbench.hover('[Sign in](command:workbench'), /Not an account id/);
      equal(await page.locator('.workbench-hover-container .monaco-hover').locator(ALIVE).count(), 0);
      await workbench.runCommand('Inspector Status: Select AWS Profile…');
      const picker = page.locator('.quick-input-widget');
      await picker.getByText('$(alert)[x](command:workbench.action.quit)').first().waitFor();
      equal(
        await picker
          .locator('.monaco-list-row')
          .locator('.codicon-alert, img, a[href], a[data-href]')
          .count(),
        0,
      );
      await workbench.pictures('hostile picker');
      await page.keyboard.press('Escape');
      deepEqual(await workbench.notifications(), []);
      const log = workbench.readLog();
      ok(log.length > 0);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there.
      ok(!/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u200B\u202A-\u202E\u2066-\u2069]/.test(log), 'log');
      deepEqual(beacon.requests, [], 'nobody asked the beacon');
      deepEqual(
        asked.filter((url) => url.startsWith(beacon.url)),
        [],
      );
    } finally {
      await workbench.close();
    }
  });
});

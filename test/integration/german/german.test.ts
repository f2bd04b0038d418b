/** VS Code in German: whatever the extension shows is German, and so are numbers and times. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { env, extensions, type TreeItem } from 'vscode';
import german from '../../../l10n/bundle.l10n.de.json' with { type: 'json' };
import manifestTexts from '../../../package.nls.de.json' with { type: 'json' };
import type { Application } from '../../../src/application.ts';
import { CREDENTIAL_CODES, FAILURE_KINDS, type Failure } from '../../../src/core/model.ts';
import { describeProfile } from '../../../src/vscode/wording/credentials.ts';
import { explainFailure } from '../../../src/vscode/wording/failures.ts';
import { describeNumber, describeSpan } from '../../../src/vscode/wording/numbers.ts';
import { describeNotice, describeSource } from '../../../src/vscode/wording/summary.ts';
import { describeDateTime } from '../../../src/vscode/wording/times.ts';
import { type Emulator, startEmulator } from '../../emulator/emulator.ts';
import { faults } from '../../emulator/faults.ts';
import type { Scenario } from '../../emulator/scenario.ts';
import { everyErrorCode, everyStatus } from '../../emulator/scenarios/everyState.ts';
import { createEnglishFinder } from '../../support/englishWords.ts';
import {
  changeSettings,
  clearSettings,
  isSettled,
  loadApplication,
  toHoverText,
  waitForSnapshot,
} from '../../support/extensionUnderTest.ts';

const findEnglish = createEnglishFinder(german, manifestTexts);

describe('In German', () => {
  let emulator: Emulator;
  let application: Application;

  before(async () => {
    emulator = await startEmulator({ scenario: everyStatus });
    application = await loadApplication();
  });

  after(async () => {
    await clearSettings();
    await emulator.close();
  });

  /** Shows the accounts of the scenario by their ids alone: names would be words. */
  const show = async (scenario: Scenario): Promise<void> => {
    emulator.use(scenario);
    await changeSettings({
      endpointUrl: emulator.url,
      regions: ['us-east-1', 'eu-central-1'],
      accountIds: [...Object.keys(scenario.accountNames ?? {}), '123', 'abc'],
    });
    await waitForSnapshot(application, isSettled);
    application.statusBar.redraw();
  };

  it('VS Code is what the texts are for, and English would be found', () => {
    equal(env.language, 'de');
    deepEqual(findEnglish('us-east-1: access denied. Zugriff verweigert.'), ['access', 'denied']);
    deepEqual(findEnglish('Zugriff verweigert (ACCESS_DENIED), inspector2:BatchGetAccountStatus'), []);
  });

  it('commands, settings and views have German names', () => {
    const extension = extensions.getExtension('inspector-account-status.inspector-account-status');
    const { commands, views } = extension?.packageJSON.contributes ?? {};
    const names: unknown[] = [...commands, ...views.inspectorStatus].map(({ title, name }) => title ?? name);
    // Where a text is translated, VS Code keeps the English one beside it: the palette finds both.
    const titles = names.map((each) => (typeof each === 'string' ? each : (each as { value: string }).value));
    for (const key of ['command.refresh', 'command.openInConsole', 'view.accounts'] as const) {
      ok(titles.includes(manifestTexts[key]), titles.join(', '));
    }
    deepEqual(
      titles.filter((title) => title.startsWith('%') || findEnglish(title).length > 0),
      [],
    );
  });

  for (const [name, scenario] of Object.entries({
    'every status': everyStatus,
    'every error code': everyErrorCode,
    'a Region that is denied': {
      ...everyStatus,
      regions: { ...everyStatus.regions, 'eu-central-1': { faults: [{ fault: faults['access-denied'] }] } },
    },
  } satisfies Record<string, Scenario>)) {
    it(`rows, hovers and what a screen reader says have no English in them: ${name}`, async function () {
      this.timeout(60_000);
      await show(scenario);
      const texts = collectTexts(application);
      ok(texts.length > 500, `${texts.length} texts`);
      deepEqual(complain(texts), []);
    });
  }

  it('nor have the status bar, the line above the rows and what is copied', async () => {
    const { store, statusBar, settings, tree } = application;
    const { tooltip, accessibilityInformation, text = '' } = statusBar.shown ?? {};
    ok(settings.current);
    const key = tree.getChildren().find((each) => each.startsWith('account'));
    await application.run('inspectorStatus.copyDetails', [key]);
    const hover = toHoverText(tooltip as TreeItem['tooltip']);
    match(hover, /von \d+ Konten werden ohne Problem gescannt/);
    match(hover, /2 Probleme in den Einstellungen/);
    const copied = await env.clipboard.readText();
    match(copied, /us-east-1: Aktiviert/);
    const label = accessibilityInformation?.label ?? '';
    const source = describeSource(store.current, store.summary, Date.now(), false);
    const notice = describeNotice(store.current, settings.current);
    deepEqual(complain([text, hover, label, source, notice, copied]), []);
  });

  it('nor has any failure', () => {
    const more = {
      setting: 'endpoint_url',
      deadlineSeconds: 30,
      retryAfterSeconds: 1,
      clockOffsetMinutes: -5,
      host: 'inspector2.us-east-1',
      availableProfiles: ['audit'],
      ssoSession: 'corp',
      file: '~/.aws/config',
      line: 4,
      profileChain: ['audit-1', 'audit-2'],
      machine: 'ci',
    };
    const failures: readonly Failure[] = FAILURE_KINDS.flatMap((kind) =>
      (kind === 'credentialsFailed' ? CREDENTIAL_CODES : ['Code']).flatMap((code) => [
        { kind, code },
        { kind, code, ...more },
      ]),
    );
    const texts = failures.flatMap((failure) =>
      ['', 'audit'].flatMap((profile) =>
        Object.values(explainFailure(failure, describeProfile(profile), ['cn-north-1', 'af-south-1'])),
      ),
    );
    ok(texts.length > 200);
    deepEqual(complain(texts), []);
  });

  it('numbers, times and units are written as in German', () => {
    equal(describeNumber(12_345), '12.345');
    equal(describeSpan(1, 'hour'), '1 Stunde');
    equal(describeSpan(30, 'second'), '30 Sekunden');
    match(describeDateTime(new Date(2026, 10, 29, 14, 2, 3).getTime()), /^29\.11\.2026, 14:02:03$/);
  });
});

/** Of each row, from the top to the bottom: what it says, what its hover says, and what a screen reader says. */
function collectTexts({ tree }: Application, key?: string): string[] {
  return tree.getChildren(key).flatMap((child) => {
    const item = tree.resolveTreeItem(tree.getTreeItem(child), child);
    const { label, description, tooltip, accessibilityInformation } = item;
    // In the blocks of code is what the service said, behind the links are addresses.
    const hover = toHoverText(tooltip).replace(/^(`{3,})text\n[\s\S]*?\n\1$|\]\([^)]*\)/gm, '');
    return [
      typeof label === 'string' ? label : (label?.label ?? ''),
      typeof description === 'string' ? description : '',
      hover,
      accessibilityInformation?.label ?? '',
      ...collectTexts({ tree } as Application, child),
    ];
  });
}

/** The first of the texts with English words in them, with the words. */
function complain(texts: readonly string[]): string[] {
  const complaints = [...new Set(texts)].flatMap((text) => {
    const words = findEnglish(text);
    return words.length === 0 ? [] : [`${words.join(', ')}: ${text}`];
  });
  return complaints.slice(0, 5);
}

/** Looks at the demonstration without a window, and tells what is missing in it. */
import { sampleAccounts, sampleRegions } from '../emulator/scenarios/sampleAccounts.ts';
import { type TreeRow, toText } from '../support/accountsTree.ts';
import { cacheFolder } from '../support/folders.ts';
import { openWorkbench, type Workbench } from '../support/workbench.ts';
import { toUserSettings, toWorkspaceSettings } from './sampleSettings.ts';

const scanTypeLabels = ['EC2', 'ECR', 'Lambda standard', 'Lambda code', 'Code repository'];
const waitingIcon = 'ellipsis';
const expandedAccounts = sampleAccounts.slice(0, 3);

/** What is missing, as sentences; none when all is there. Prints the rows and writes a picture. */
export async function checkDemo(endpointUrl: string): Promise<string[]> {
  const workbench = await openWorkbench({
    settings: toUserSettings(endpointUrl),
    workspaceSettings: toWorkspaceSettings(),
    viewport: { width: 1280, height: 900 },
    deviceScaleFactor: 2,
  });
  try {
    await workbench.openView();
    await workbench.resizeSideBar(520);
    const statusMissing = await findMissingStatus(workbench);
    await workbench.waitUntilQuiet();
    const rows = await workbench.tree.readRows();
    const missing = [...statusMissing, ...findMissingAccounts(rows)];
    if (missing.length === 0) {
      await expandAccounts(workbench);
    }
    const expandedRows = await workbench.tree.readRows();
    console.log(toText(expandedRows));
    await workbench.tree.findRow(expandedAccounts.at(-1)?.id ?? '');
    console.log(`\nA picture of it: ${await workbench.screenshot('demo', cacheFolder)}`);
    return missing.length > 0 ? missing : findMissingDetails(expandedRows);
  } finally {
    await workbench.close();
  }
}

/** Waits until the summary counts the accounts and its spinner is gone. */
async function findMissingStatus(workbench: Workbench): Promise<string[]> {
  const item = workbench.page
    .locator('.statusbar-item')
    .filter({ hasText: new RegExp(`\\d+/${sampleAccounts.length}`) })
    .filter({ hasNot: workbench.page.locator('.codicon-modifier-spin') });
  try {
    await item.first().waitFor({ timeout: 60_000 });
    return [];
  } catch {
    return [`The status bar shows no finished count of ${sampleAccounts.length} accounts.`];
  }
}

function findMissingAccounts(rows: readonly TreeRow[]): string[] {
  const missing = sampleAccounts
    .filter(({ id }) => rows.filter(({ level, label }) => level === 1 && label.includes(id)).length !== 1)
    .map(({ id }) => `There is not exactly one row for account ${id}.`);
  const pending = rows
    .filter(({ icon }) => icon === waitingIcon)
    .map(({ label }) => `The row "${label}" still waits.`);
  return [...missing, ...pending];
}

async function expandAccounts(workbench: Workbench): Promise<void> {
  for (const { id } of expandedAccounts) {
    await workbench.readRows();
    await workbench.tree.expand(id);
  }
  // The Regions of the other accounts look the same: one account opened to the end is enough to see.
  await workbench.tree.expand(sampleRegions[0]);
}

function findMissingDetails(rows: readonly TreeRow[]): string[] {
  const missing: string[] = [];
  for (const { id } of expandedAccounts) {
    const below = toBelow(rows, ({ level, label }) => level === 1 && label.includes(id));
    for (const region of sampleRegions) {
      if (!below.some(({ level, label }) => level === 2 && label.includes(region))) {
        missing.push(`There is no row for ${region} under account ${id}.`);
      }
    }
  }
  const scanTypes = rows.filter(({ level }) => level === 3).map(({ label }) => label);
  if (scanTypes.join() !== scanTypeLabels.join()) {
    missing.push(`The scan types of a Region are "${scanTypes.join()}", not "${scanTypeLabels.join()}".`);
  }
  return missing;
}

/** The rows below the first one that matches. */
function toBelow(rows: readonly TreeRow[], matches: (row: TreeRow) => boolean): readonly TreeRow[] {
  const start = rows.findIndex(matches);
  const level = rows[start]?.level ?? 0;
  const rest = start === -1 ? [] : rows.slice(start + 1);
  const end = rest.findIndex((row) => row.level <= level);
  return end === -1 ? rest : rest.slice(0, end);
}

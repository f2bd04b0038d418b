/** Runs inside the extension host: refreshes again and again, and notes how long that took and what it held up. */
import { writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { commands, extensions } from 'vscode';
import type { Application } from '../../src/application.ts';
import { toLargeAccountIds } from '../../test/emulator/scenarios/large.ts';
import { createRawClient } from '../clients/raw.ts';
import { argumentsVariable, KINDS, type Kind, type SuiteArguments, type WindowRun } from './contract.ts';
import { isRead, QUIET_MS, until, watchRows } from './rowWatch.ts';

const RESOLUTION_MS = 5;

export async function run(): Promise<void> {
  const args: SuiteArguments = JSON.parse(process.env[argumentsVariable] ?? '');
  const extension = extensions.getExtension('inspector-account-status.inspector-account-status');
  const access: { load(): Promise<Application> } = await extension?.activate();
  const application = await access.load();
  const rows = watchRows(application);
  // Started by the extension itself, because the settings have accounts.
  await until(() => isRead(application.store.current));
  using raw = createRawClient(args.url, toLargeAccountIds(args.accounts), args.inFlight);

  const measure = async (kind: Kind): Promise<WindowRun> => {
    await commands.executeCommand(`inspectorStatus.groupBy${kind === 'flat' ? 'None' : 'Automatic'}`);
    await (kind === 'hidden' ? hide() : show());
    if (kind !== 'raw' && kind !== 'unchanged') {
      forget(application);
    }
    await until(() => Date.now() - (rows.lastAt ?? 0) > QUIET_MS);
    rows.forget();
    const block = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
    const before = process.cpuUsage();
    block.enable();
    const startedAt = Date.now();
    await (kind === 'raw' ? raw.fetchAll() : application.run('inspectorStatus.refresh', []));
    const endedAt = Date.now();
    await until(() => Date.now() - Math.max(endedAt, rows.lastAt ?? 0) > QUIET_MS);
    block.disable();
    const { user, system } = process.cpuUsage(before);
    return {
      kind,
      startedAt,
      endedAt,
      quietAt: Date.now(),
      lastRowAt: rows.lastAt,
      rowsMade: rows.made,
      longestBlockMs: Math.max(0, block.max / 1e6 - RESOLUTION_MS),
      cpuMs: (user + system) / 1000,
    };
  };

  const results: WindowRun[] = [];
  for (let index = 0; index <= args.runs; index++) {
    const shift = index % KINDS.length;
    for (const kind of [...KINDS.slice(shift), ...KINDS.slice(0, shift)]) {
      const profile = index === args.runs ? args.profilePrefix : undefined;
      const result = await withProfile(profile, kind, () => measure(kind));
      // The first one of each warms up.
      if (index > 0) {
        results.push(result);
      }
    }
  }
  writeFileSync(args.resultFile, JSON.stringify(results));
}

async function show(): Promise<void> {
  await commands.executeCommand('inspectorStatus.accounts.focus');
  // Rows are read from top to bottom: the last ones on the screen are the last ones to change.
  await commands.executeCommand('list.focusLast');
}

async function hide(): Promise<void> {
  await commands.executeCommand('workbench.view.explorer');
}

/** Takes all answers back, as if nothing had been read yet. */
function forget({ ownStore: store }: Application): void {
  const { current } = store;
  const readings = current.readings.map((reading) => ({
    ...reading,
    entries: reading.entries.map(() => ({ kind: 'unread' }) as const),
  }));
  store.replace({ ...current, readings });
}

async function withProfile<T>(prefix: string | undefined, name: string, work: () => Promise<T>): Promise<T> {
  if (prefix === undefined) {
    return work();
  }
  const { Session } = await import('node:inspector/promises');
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.start');
  try {
    return await work();
  } finally {
    const { profile } = await session.post('Profiler.stop');
    writeFileSync(`${prefix}${name}.cpuprofile`, JSON.stringify(profile));
    session.disconnect();
  }
}

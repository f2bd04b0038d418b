/** The sample holds every state and every kind of failure, is the same each time, and comes from nowhere. */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { ERROR_CODES } from '../../../src/core/answers/errorCodes.ts';
import {
  CREDENTIAL_CODES,
  type Entry,
  FAILURE_KINDS,
  isSample,
  KNOWN_SCAN_TYPES,
  KNOWN_STATUSES,
  type Snapshot,
} from '../../../src/core/model.ts';
import { RefreshEngine } from '../../../src/core/refresh/refresh.ts';
import { SAMPLE_ID_START } from '../../../src/core/sample/organisations.ts';
import { createSample, type Sample } from '../../../src/core/sample/sample.ts';
import { diffSnapshots } from '../../../src/core/state/diff.ts';
import { SnapshotStore } from '../../../src/core/state/store.ts';
import { conditionOfEntry, faultsOf, WORST_FIRST } from '../../../src/core/state/summary.ts';
import { getAllTroubles } from '../../../src/core/state/troubles.ts';
import { flush } from '../support/flush.ts';
import { VirtualClock } from '../support/virtualClock.ts';

class SampleBench {
  readonly clock = new VirtualClock();
  readonly store = new SnapshotStore();
  readonly sample: Sample = createSample(this.clock, {});
  readonly engine = new RefreshEngine({
    store: this.store,
    clock: this.clock,
    log: { recordCall: () => undefined, recordMembers: () => undefined },
    openSource: async () => this.sample.source,
  });
  /** All that was shown meanwhile. */
  readonly seen: Snapshot[] = [];

  constructor() {
    this.store.onDidChange((snapshot) => this.seen.push(snapshot));
  }

  async open(): Promise<Snapshot> {
    void this.engine.configure(this.sample.configuration, this.sample.kept);
    return this.refresh();
  }

  async refresh(): Promise<Snapshot> {
    let isDone = false;
    void this.engine.refresh('person').then(() => (isDone = true));
    for (await flush(); !isDone; await flush()) {
      this.clock.advance(20);
    }
    return this.store.current;
  }
}

const entriesOf = (snapshot: Snapshot): readonly Entry[] =>
  snapshot.readings.flatMap(({ entries }) => entries);

describe('sample: what it holds', () => {
  const bench = new SampleBench();
  let first: Snapshot;
  before(async () => {
    first = await bench.open();
  });

  it('is large enough to be interesting, and in several organisations and Regions', () => {
    const accounts = first.scopes.flatMap((scope) => scope.accounts);
    assert.ok(accounts.length >= 140 && accounts.length <= 160, `${accounts.length} accounts`);
    assert.equal(new Set(accounts.map(({ id }) => id)).size, accounts.length);
    assert.ok(first.scopes.length >= 5);
    assert.ok(new Set(first.readings.map(({ region }) => region)).size > 20);
    assert.ok(accounts.some(({ name }) => name === undefined));
    assert.equal(first.scopes.filter(({ members }) => members?.kind === 'read').length, 1);
    assert.deepEqual(bench.sample.configuration.problems, []);
  });

  it('is marked in each of its scopes, and by its ids', () => {
    assert.ok(isSample(first));
    assert.ok(first.scopes.every((scope) => scope.isSample === true));
    assert.ok(
      first.scopes.flatMap(({ accounts }) => accounts).every(({ id }) => id.startsWith(SAMPLE_ID_START)),
    );
    assert.ok(bench.seen.every((snapshot) => isSample(snapshot)));
  });

  it('has every condition, also the one of an account that waits', () => {
    const conditions = new Set(
      [...bench.seen.filter((_, index) => index % 10 === 0), first].flatMap((snapshot) =>
        snapshot.readings.flatMap(({ entries, ...reading }) =>
          entries.map((entry) => conditionOfEntry(entry, reading)),
        ),
      ),
    );
    assert.deepEqual([...conditions].sort(), [...WORST_FIRST].sort());
  });

  it('has every status and every error code, a status and a scan type that are new', () => {
    const answers = entriesOf(first).flatMap((entry) => (entry.kind === 'read' ? entry.answer : []));
    const statuses = new Set(answers.flatMap((answer) => (answer.kind === 'status' ? answer.status : [])));
    assert.deepEqual(
      KNOWN_STATUSES.filter((status) => !statuses.has(status)),
      [],
    );
    assert.ok(
      [...statuses].some((status) => status !== undefined && !KNOWN_STATUSES.some((each) => each === status)),
    );
    const errors = new Set(
      answers.flatMap((answer) =>
        answer.kind === 'status'
          ? [answer.error, ...answer.scanTypes.map(({ error }) => error)].flatMap(
              (error) => error?.code ?? [],
            )
          : [],
      ),
    );
    assert.deepEqual([...errors].sort(), Object.keys(ERROR_CODES).sort());
    const scanTypes = new Set(
      answers.flatMap((answer) =>
        answer.kind === 'status' ? answer.scanTypes.map(({ scanType }) => scanType) : [],
      ),
    );
    assert.ok(KNOWN_SCAN_TYPES.every((each) => scanTypes.has(each)));
    assert.ok(scanTypes.size > KNOWN_SCAN_TYPES.length);
    assert.deepEqual([...new Set(answers.map(({ kind }) => kind))].sort(), [
      'notReturned',
      'refused',
      'status',
    ]);
    assert.ok(answers.some((answer) => answer.kind === 'status' && answer.failed));
    assert.ok(answers.some((answer) => faultsOf(answer).length > 0));
  });

  it('has every kind of failure and every credential code, each as a trouble of its own', () => {
    const failures = getAllTroubles(first).map(({ failure }) => failure);
    const kinds = new Set(failures.map(({ kind }) => kind));
    assert.deepEqual(
      FAILURE_KINDS.filter((kind) => !kinds.has(kind)),
      [],
    );
    const codes = new Set(failures.map(({ code }) => code));
    assert.deepEqual(
      CREDENTIAL_CODES.filter((code) => !codes.has(code)),
      [],
    );
    const troubles = getAllTroubles(first);
    assert.ok(troubles.some(({ everywhere }) => everywhere));
    assert.ok(troubles.some(({ everywhere }) => !everywhere));
  });

  it('names the host of the Region that could not be reached', () => {
    const hosts = first.readings.flatMap(({ region, failure }) =>
      failure?.host === undefined ? [] : [[region, failure.host] as const],
    );
    assert.ok(hosts.length > 3);
    for (const [region, host] of hosts) {
      assert.match(host, new RegExp(`^inspector2\\.${region}\\.amazonaws\\.com(:443)?$`));
    }
  });

  it('has values that could not be read again, some of them old', () => {
    const read = entriesOf(first).filter((entry) => entry.kind === 'read');
    assert.ok(read.some(({ stale, old }) => stale && old === undefined));
    assert.ok(read.some(({ stale, old }) => stale && old === true));
    assert.ok(read.some(({ stale }) => !stale));
  });

  it('leaves most accounts well: it is to look like an organisation, not like a disaster', () => {
    const [retail] = first.scopes;
    const ofRetail = first.readings.filter(({ scope }) => scope === retail);
    assert.deepEqual(
      ofRetail.flatMap(({ failure }) => failure ?? []),
      [],
    );
    const conditions = ofRetail.flatMap(({ entries, ...reading }) =>
      entries.map((entry) => conditionOfEntry(entry, reading)),
    );
    assert.ok(conditions.filter((each) => each === 'allOn').length > conditions.length / 2);
  });
});

describe('sample: from one refresh to the next', () => {
  it('is the same in each window, refresh by refresh', async () => {
    const [a, b] = [new SampleBench(), new SampleBench()];
    assert.deepEqual(await a.open(), await b.open());
    assert.deepEqual(await a.refresh(), await b.refresh());
  });

  it('fills in over a moment that can be seen, and nobody has to wait for', async () => {
    const bench = new SampleBench();
    const startedAt = bench.clock.now();
    await bench.open();
    const tookMs = bench.clock.now() - startedAt;
    assert.ok(tookMs > 500 && tookMs < 3000, `${tookMs} ms`);
    const known = bench.seen.map((each) => entriesOf(each).filter(({ kind }) => kind === 'read').length);
    assert.ok(new Set(known).size > 5);
  });

  it('changes in a few accounts each time', async () => {
    const bench = new SampleBench();
    let before = await bench.open();
    for (let round = 0; round < 6; round++) {
      const after = await bench.refresh();
      const change = diffSnapshots(before, after);
      // Where a Region comes or goes, that is seen as well.
      assert.ok(change.kind === 'structure' || change.changed.length > 0, `round ${round}`);
      const changed = before.readings.flatMap(({ entries }, at) =>
        entries.filter((entry, index) => {
          const next = after.readings[at]?.entries[index];
          return entry.kind === 'read' && next?.kind === 'read' && entry.answer !== next.answer;
        }),
      ).length;
      assert.ok(changed >= 3 && changed <= 30, `${changed} answers in round ${round}`);
      before = after;
    }
  });
});

describe('sample: where it comes from', () => {
  it('imports nothing but the core', () => {
    const files = globSync('src/core/sample/*.ts');
    assert.ok(files.length >= 5);
    for (const file of files) {
      for (const [, path = ''] of readFileSync(file, 'utf8').matchAll(/from '([^']+)'/g)) {
        assert.match(path, /^\.\.?\/[\w/]+\.ts$/, file);
        assert.doesNotMatch(path, /aws|vscode/, file);
      }
    }
  });
});

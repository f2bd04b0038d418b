/** A snapshot as after a refresh of a large organisation, without making a call. */

import { SharedAnswers } from '../src/core/answers/sharedAnswers.ts';
import { type Answer, KNOWN_SCAN_TYPES, type Scope, type Snapshot, toAccountId } from '../src/core/model.ts';
import { INSPECTOR_REGIONS } from '../src/core/regions.ts';
import { toLargeAccountIds } from '../test/emulator/scenarios/large.ts';

const BATCH = 100;

/** One of five scan types is off here and there. */
export function createLargeSnapshot(accounts: number, regions: number): Snapshot {
  const ids = toLargeAccountIds(accounts).flatMap((id) => toAccountId(id) ?? []);
  const shared = new SharedAnswers();
  const startedAt = Date.now();
  const scope: Scope = {
    name: '',
    profile: 'audit',
    profileIsWorkspaces: false,
    accounts: ids.map((id) => ({ id, name: undefined })),
  };
  const readings = [...INSPECTOR_REGIONS.keys()].slice(0, regions).map((region, number) => ({
    scope,
    region,
    endpointUrl: undefined,
    entries: ids.map((_, place) => ({
      kind: 'read' as const,
      answer: shared.share(toAnswer(place + number)),
      takenAt: startedAt + Math.floor(place / BATCH) * 50,
      stale: false,
    })),
    offeredScanTypes: KNOWN_SCAN_TYPES,
    requiredScanTypes: [],
    failure: undefined,
    readAt: startedAt,
    nextTryAt: undefined,
    heldUntil: undefined,
  }));
  return { scopes: [scope], readings, activity: { kind: 'idle' } };
}

function toAnswer(place: number): Answer {
  return {
    kind: 'status',
    status: 'ENABLED',
    error: undefined,
    failed: false,
    scanTypes: KNOWN_SCAN_TYPES.map((scanType, index) => ({
      scanType,
      status: (place * 31 + index * 17) % 23 === 0 ? 'DISABLED' : 'ENABLED',
      error: undefined,
    })),
  };
}

// Report: the export for people to read: counts, what keeps Regions from being read, and a table, as Markdown.

import { l10n } from 'vscode';
import type { ExportFacts } from '../../core/export/json.ts';
import { KNOWN_SCAN_TYPES, type Snapshot } from '../../core/model.ts';
import type { Place } from '../../core/rows/rows.ts';
import { ACCOUNT_STATES, codeOfEntry, type StateCode, stateOfCode } from '../../core/state/accountStates.ts';
import { lackOf } from '../../core/state/lacking.ts';
import { errorOf } from '../../core/state/summary.ts';
import { getAllTroubles } from '../../core/state/troubles.ts';
import { toSingleLine } from '../../core/text.ts';
import { describeProfile } from './credentials.ts';
import { explainError } from './errors.ts';
import { describeAccountState } from './groups.ts';
import { toMarkdownLine } from './inert.ts';
import { describeNumber } from './numbers.ts';
import { describeRequired } from './required.ts';
import { describePlace, describeScanTypeStatus } from './rows.ts';
import { describeSample } from './sample.ts';
import { describeScanType } from './states.ts';
import { describeDateTime } from './times.ts';
import { describeTrouble } from './troubles.ts';

export interface ReportFacts extends ExportFacts {
  readonly snapshot: Snapshot;
  readonly now: number;
}

export class Report {
  private readonly facts: ReportFacts;
  private readonly hasScopes: boolean;
  /** Of each account in each scope the worst state over its Regions. */
  private readonly states = new Map<string, StateCode>();

  constructor(facts: ReportFacts) {
    this.facts = facts;
    this.hasScopes = facts.snapshot.scopes.length > 1;
  }

  /** A row of the table. */
  add(place: Place): string {
    const { account, reading, entry } = place;
    const key = `${account.id} ${reading.scope.name}`;
    const code = codeOfEntry(entry, reading);
    this.states.set(key, Math.min(this.states.get(key) ?? code, code));
    return toRow([
      account.id,
      account.name ?? '',
      ...(this.hasScopes ? [reading.scope.name] : []),
      reading.region ?? '',
      describePlace(place, this.facts.now),
      ...KNOWN_SCAN_TYPES.map((scanType) => describeCell(place, scanType)),
      describeNotes(place).join('; '),
      entry.kind === 'read' ? describeDateTime(entry.takenAt) : '',
    ]);
  }

  /** What stands above the rows, once all have been added. */
  describeHead(): string {
    const { isSample, requiredScanTypes, filter, now } = this.facts;
    const facts = [
      l10n.t('Exported at {0}', describeDateTime(now)),
      ...this.describeScopes(),
      ...(requiredScanTypes.length === 0 ? [] : [describeRequired(requiredScanTypes)]),
      ...(filter === undefined ? [] : [filter]),
    ];
    const troubles = this.describeTroubles();
    return [
      `# ${l10n.t('Amazon Inspector account status')}`,
      ...(isSample ? [`> **${toMarkdownLine(describeSample())}**`] : []),
      toList(facts),
      `## ${l10n.t('Accounts by state')}`,
      this.describeCounts(),
      ...(troubles.length === 0 ? [] : [`## ${l10n.t('Not read, or only in part')}`, toList(troubles)]),
      `## ${l10n.t('Accounts and Regions')}`,
      this.describeColumns(),
    ].join('\n\n');
  }

  private describeScopes(): string[] {
    const { scopes, readings } = this.facts.snapshot;
    return scopes.map((scope) => {
      const regions = readings.flatMap((each) => (each.scope === scope ? (each.region ?? []) : []));
      const name = scope.name === '' ? [] : [toSingleLine(scope.name, 100)];
      return [...name, describeProfile(scope.profile), regions.join(', ')].filter(Boolean).join(' · ');
    });
  }

  private describeCounts(): string {
    const counts = new Map<string, number>();
    for (const code of this.states.values()) {
      const state = stateOfCode(code);
      counts.set(state, (counts.get(state) ?? 0) + 1);
    }
    const rows = ACCOUNT_STATES.flatMap((state) => {
      const count = counts.get(state);
      return count === undefined ? [] : [toRow([describeAccountState(state), describeNumber(count)])];
    });
    const header = [toRow([l10n.t('State'), l10n.t('Accounts')]), '\n|---|---:|'];
    return [...header, ...rows, toRow([l10n.t('All'), describeNumber(this.states.size)])]
      .join('')
      .trimStart();
  }

  private describeTroubles(): string[] {
    const { snapshot, now } = this.facts;
    return getAllTroubles(snapshot).map((trouble) => {
      const { where, title } = describeTrouble(trouble, now, false);
      const { name } = trouble.scope;
      return name === '' ? `${where}: ${title}` : `${toSingleLine(name, 100)} · ${where}: ${title}`;
    });
  }

  private describeColumns(): string {
    const columns = [
      l10n.t('Account ID'),
      l10n.t('Name'),
      ...(this.hasScopes ? [l10n.t('Scope')] : []),
      l10n.t('Region'),
      l10n.t('State'),
      ...KNOWN_SCAN_TYPES.map(describeScanType),
      l10n.t('Notes'),
      l10n.t('Read at'),
    ];
    return `${toRow(columns)}\n|${columns.map(() => '---|').join('')}`.trimStart();
  }
}

/** What the row of the scan type says; a dash where nothing is known, or the Region does not offer it. */
function describeCell(place: Place, scanType: string): string {
  const { entry, reading } = place;
  if (entry.kind !== 'read' || entry.answer.kind !== 'status') {
    return '–';
  }
  const { status, scanTypes } = entry.answer;
  const found = scanTypes.find((each) => each.scanType === scanType);
  const isSilent = status === undefined && scanTypes.length === 0;
  if (isSilent || (found === undefined && !reading.offeredScanTypes.includes(scanType))) {
    return '–';
  }
  const lack = lackOf(entry.answer, reading, scanType);
  const words = describeScanTypeStatus(found);
  return lack === undefined ? words : `${words} · ${l10n.t('required')}`;
}

/** What has no column: newer scan types, and errors with the service's own words. */
function describeNotes({ entry }: Place): string[] {
  const answer = entry.kind === 'read' ? entry.answer : undefined;
  if (answer?.kind === 'refused') {
    return [answer.message ?? ''];
  }
  if (answer?.kind !== 'status') {
    return [];
  }
  const known: readonly string[] = KNOWN_SCAN_TYPES;
  const newer = answer.scanTypes.filter(({ scanType }) => !known.includes(scanType));
  const errors = [
    { subject: undefined, error: errorOf(answer) },
    ...answer.scanTypes.map(({ scanType, error }) => ({ subject: describeScanType(scanType), error })),
  ];
  return [
    ...newer.map((each) => `${describeScanType(each.scanType)}: ${describeScanTypeStatus(each)}`),
    ...errors.flatMap(({ subject, error }) => {
      if (error === undefined) {
        return [];
      }
      const raw = [error.code, error.message].filter(Boolean).join(' ');
      const words = raw === '' ? explainError(error).title : raw;
      return [subject === undefined ? words : `${subject}: ${words}`];
    }),
  ];
}

/** Begins on a line of its own. */
function toRow(cells: readonly string[]): string {
  return `\n| ${cells.map(toMarkdownLine).join(' | ')} |`;
}

function toList(lines: readonly string[]): string {
  return lines.map((line) => `- ${toMarkdownLine(line)}`).join('\n');
}

// toJson: the export as JSON, an account in a Region on each line. docs/export.md says what is in it.

import { toRedactedLine } from '../text.ts';
import { type ExportRecord, MAX_MESSAGE } from './exportRecord.ts';

/** Raised when something of it is called otherwise, or gone. */
const SCHEMA_VERSION = 1;

export interface ExportFacts {
  /** ISO 8601, in UTC. */
  readonly exportedAt: string;
  /** The accounts are made up. */
  readonly isSample: boolean;
  readonly requiredScanTypes: readonly string[];
  /** What is filtered, or that some rows were selected, in words; undefined where all is exported. */
  readonly filter: string | undefined;
}

/** Up to the first account. */
export function toJsonHead({ exportedAt, isSample, requiredScanTypes, filter }: ExportFacts): string {
  const facts = {
    schemaVersion: SCHEMA_VERSION,
    generator: 'inspector-account-status',
    exportedAt,
    sample: isSample,
    requiredScanTypes: requiredScanTypes.map(clean),
    filter: filter === undefined ? null : clean(filter),
  };
  return `${JSON.stringify(facts, undefined, 2).slice(0, -2)},\n  "accounts": [`;
}

/** `isFirst`: nothing stands before it. */
export function toJson(record: ExportRecord, isFirst: boolean): string {
  const { error, scanTypes, ...rest } = record;
  const value = {
    ...toNulls(rest),
    error: toError(error),
    scanTypes: scanTypes.map(({ error: ownError, isRequired, lack, ...each }) => ({
      ...toNulls(each),
      error: toError(ownError),
      required: isRequired,
      lacking: lack ?? null,
    })),
  };
  return `${isFirst ? '' : ','}\n    ${JSON.stringify(value)}`;
}

export const JSON_END = '\n  ]\n}\n';

function clean(text: string): string {
  return toRedactedLine(text, MAX_MESSAGE);
}

/** Each record has all keys: what is not there is null. */
function toNulls(values: Readonly<Record<string, string | undefined>>): Record<string, string | null> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, value ?? null]));
}

function toError(error: ExportRecord['error']): { code: string; message: string | null } | null {
  return error === undefined ? null : { code: error.code, message: error.message ?? null };
}

// parseScanTypes: the scan types of the settings that must be on, none twice.

import { KNOWN_SCAN_TYPES } from '../model.ts';
import { limit, type Report } from './settingProblems.ts';

/** More scan types than Amazon Inspector will have for a while. */
export const MAX_SCAN_TYPES = 50;

/** Keys as the service writes them. Also in the form of its resource types, such as `LAMBDA_CODE`, for known ones. */
export function parseScanTypes(raw: unknown, report: Report): readonly string[] {
  const entries = raw === undefined ? [] : raw;
  if (!Array.isArray(entries)) {
    report(undefined, raw, 'notAList');
    return [];
  }
  const scanTypes = new Set<string>();
  for (const [index, entry] of limit(entries, MAX_SCAN_TYPES, report).entries()) {
    if (typeof entry !== 'string') {
      report(index, entry, 'notText');
      continue;
    }
    const known = KNOWN_SCAN_TYPES.find((each) => each.toLowerCase() === toPlain(entry));
    const scanType = known ?? toScanTypeKey(entry);
    if (scanType === undefined) {
      report(index, entry, 'malformedScanType');
    } else if (scanTypes.has(scanType)) {
      report(index, entry, 'listedTwice');
    } else {
      scanTypes.add(scanType);
      if (known === undefined) {
        report(index, entry, 'unknownScanType');
      }
    }
  }
  return [...scanTypes];
}

function toPlain(text: string): string {
  return text.slice(0, 100).trim().replaceAll('_', '').toLowerCase();
}

function toScanTypeKey(text: string): string | undefined {
  const key = text.slice(0, 100).trim();
  return /^[A-Za-z][A-Za-z0-9]{0,59}$/.test(key) ? key : undefined;
}

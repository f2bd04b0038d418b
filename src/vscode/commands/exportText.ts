// toFileText: the places in the format that was chosen, in turns, because there may be hundreds of thousands.

import { CSV_HEADER, toCsv } from '../../core/export/csv.ts';
import { toExportRecord } from '../../core/export/exportRecord.ts';
import { JSON_END, toJson, toJsonHead } from '../../core/export/json.ts';
import type { Clock } from '../../core/ports.ts';
import type { Place } from '../../core/rows/rows.ts';
import { FileText } from '../outlets.ts';
import { takeStepsInTurns } from '../slices.ts';
import type { ExportFormat } from '../wording/exports.ts';
import { Report, type ReportFacts } from '../wording/report.ts';

/** More than that fits into no program that people look at it with. */
const MAX_BYTES = 512 * 1024 * 1024;
/** Places between two pauses: some milliseconds of work. */
const STEP = 50;

export interface ExportRun {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Told how many places have been taken. */
  readonly onProgress: (count: number) => void;
}

/** `tooLarge`: there is more than fits. */
export async function toFileText(
  format: ExportFormat,
  places: Iterable<Place>,
  facts: ReportFacts,
  { clock, signal, onProgress }: ExportRun,
): Promise<FileText | 'tooLarge' | 'cancelled'> {
  const text = new FileText();
  const writer = createWriter(format, facts);
  const steps = (function* () {
    text.add(writer.head());
    let part = '';
    let count = 0;
    for (const place of places) {
      part += writer.add(place);
      count += 1;
      if (count % STEP === 0) {
        text.add(part);
        part = '';
        if (text.byteCount > MAX_BYTES) {
          return 'tooLarge';
        }
        if (count % (STEP * 100) === 0) {
          onProgress(count);
        }
        yield;
      }
    }
    text.add(part + writer.end());
    text.addInFront(writer.front());
    return text;
  })();
  return (await takeStepsInTurns(steps, clock, signal)) ?? 'cancelled';
}

function toIso(time: number): string {
  return new Date(time).toISOString();
}

interface Writer {
  /** Known at the end, and put before all else. */
  front(): string;
  head(): string;
  add(place: Place): string;
  end(): string;
}

function createWriter(format: ExportFormat, facts: ReportFacts): Writer {
  const nothing = () => '';
  switch (format) {
    case 'csv':
      return {
        front: nothing,
        head: () => CSV_HEADER,
        add: (place) => toCsv(toExportRecord(place, toIso), facts.isSample),
        end: nothing,
      };
    case 'json': {
      let isFirst = true;
      return {
        front: nothing,
        head: () => toJsonHead(facts),
        add: (place) => {
          const text = toJson(toExportRecord(place, toIso), isFirst);
          isFirst = false;
          return text;
        },
        end: () => JSON_END,
      };
    }
    case 'report': {
      const report = new Report(facts);
      return {
        front: () => report.describeHead(),
        head: nothing,
        add: (place) => report.add(place),
        end: () => '\n',
      };
    }
  }
}

/** What the measurements came to, as a table for people and as JSON for programs. */
import { availableParallelism } from 'node:os';
import type { Figure } from './figure.ts';

export interface Chapter {
  readonly name: string;
  readonly title: string;
  readonly figures: readonly Figure[];
}

/** One line for each figure; a goal that is not met is marked, and nothing more. */
export function toTable({ title, figures }: Chapter): string {
  const rows = figures.map((figure) => [
    figure.what,
    figure.value === undefined ? '–' : withUnit(figure.value, figure.unit),
    figure.spread === undefined ? '' : `${toText(figure.spread[0])} – ${toText(figure.spread[1])}`,
    toGoal(figure),
    isMissed(figure) ? 'missed' : '',
    figure.note ?? '',
  ]);
  const header = ['', 'median', 'lowest – highest', 'goal', '', ''];
  const widths = header.map((text, column) =>
    Math.max(text.length, ...rows.map((row) => (column === 5 ? 0 : (row[column] ?? '').length))),
  );
  const lines = [header, ...rows].map((row) =>
    row
      .map((text, column) =>
        column === 0 || column > 3 ? text.padEnd(widths[column] ?? 0) : text.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
  return [title, '─'.repeat(title.length), ...lines].join('\n');
}

export function toJson(chapters: readonly Chapter[], runs: number): string {
  const measured = {
    measuredAt: new Date().toISOString(),
    node: process.version,
    cores: availableParallelism(),
    runs,
    chapters,
  };
  return `${JSON.stringify(measured, undefined, 2)}\n`;
}

function toGoal({ goal, atLeast, unit }: Figure): string {
  if (atLeast !== undefined) {
    return `≥ ${withUnit(atLeast, unit)}`;
  }
  return goal === undefined ? '' : `≤ ${withUnit(goal, unit)}`;
}

function isMissed({
  value,
  goal = Number.POSITIVE_INFINITY,
  atLeast = Number.NEGATIVE_INFINITY,
}: Figure): boolean {
  return value !== undefined && (value > goal || value < atLeast);
}

function withUnit(value: number, unit: Figure['unit']): string {
  return `${toText(value)}${unit === '' ? '' : ` ${unit}`}`;
}

function toText(value: number): string {
  const digits = Number.isInteger(value) || value >= 100 ? 0 : value >= 10 ? 1 : value >= 0.1 ? 2 : 3;
  return value.toLocaleString('en', { maximumFractionDigits: digits });
}

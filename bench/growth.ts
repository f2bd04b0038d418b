/** How cost grows with the number of accounts: a table, and a plot that is the same for the same figures. */
import type { Figure } from './figure.ts';
import type { Chapter } from './report.ts';

interface Series {
  readonly name: string;
  /** In milliseconds, by accounts. */
  readonly values: ReadonlyMap<number, number>;
}

const WIDTH = 760;
const HEIGHT = 440;
const PLOT = { left: 64, top: 24, right: 500, bottom: 392 };
/** Where lines end close to one another, their names still stand apart. */
const LEAST_GAP = 17;
/** Legible on white and on black. */
const COLORS = ['#3b82f6', '#8b8b8b', '#e5793b', '#2ea36b', '#b565d9', '#d6455d'];

export function toGrowthTable(chapters: readonly Chapter[]): string {
  const series = collectSeries(chapters);
  const counts = collectCounts(series);
  const lines = [
    ['accounts', ...counts.map((count) => count.toLocaleString('en'))],
    counts.map(() => '---').concat('---'),
    ...series.map(({ name, values }) => [name, ...counts.map((count) => toCell(values.get(count)))]),
  ];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** An SVG with both axes logarithmic; undefined where nothing was measured at several sizes. */
export function toGrowthPlot(chapters: readonly Chapter[]): string | undefined {
  const series = collectSeries(chapters);
  const counts = collectCounts(series);
  const all = series.flatMap(({ values }) => [...values.values()]);
  if (counts.length < 2 || all.length === 0) {
    return undefined;
  }
  const x = toScale([Math.min(...counts), Math.max(...counts)], [PLOT.left, PLOT.right]);
  const lowest = 10 ** Math.floor(Math.log10(Math.min(...all)));
  const highest = 10 ** Math.ceil(Math.log10(Math.max(...all)));
  const y = toScale([lowest, highest], [PLOT.bottom, PLOT.top]);
  const decades: number[] = [];
  for (let value = lowest; value <= highest * 1.001; value *= 10) {
    decades.push(value);
  }
  const ends = series.map(({ values }) => {
    const [count = 0, value = lowest] = [...values].sort(([a], [b]) => a - b).at(-1) ?? [];
    return { at: x(count), height: y(value) };
  });
  const labels = spread(ends.map(({ height }) => height));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" role="img"`,
    '  aria-label="Milliseconds against accounts, both logarithmic; the table beside it has the figures">',
    '<style>',
    '  text { font: 13px sans-serif; fill: #555 } .grid { stroke: #8884 } .line { fill: none; stroke-width: 2 }',
    '  @media (prefers-color-scheme: dark) { text { fill: #bbb } }',
    '</style>',
    ...decades.map(
      (value) =>
        `<path class="grid" d="M${PLOT.left} ${round(y(value))}H${PLOT.right}"/>` +
        `<text x="${PLOT.left - 8}" y="${round(y(value) + 4)}" text-anchor="end">${toTime(value)}</text>`,
    ),
    ...counts.map(
      (count) =>
        `<path class="grid" d="M${round(x(count))} ${PLOT.top}V${PLOT.bottom}"/>` +
        `<text x="${round(x(count))}" y="${PLOT.bottom + 20}" text-anchor="middle">${count.toLocaleString('en')}</text>`,
    ),
    `<text x="${(PLOT.left + PLOT.right) / 2}" y="${HEIGHT - 10}" text-anchor="middle">accounts</text>`,
    ...series.map(({ name, values }, index) => {
      const color = COLORS[index % COLORS.length] ?? '';
      const points = [...values].sort(([a], [b]) => a - b).map(([count, value]) => [x(count), y(value)]);
      const path = points.map(([px = 0, py = 0]) => `${round(px)} ${round(py)}`).join('L');
      const dots = points.map(
        ([px = 0, py = 0]) => `<circle cx="${round(px)}" cy="${round(py)}" r="3" fill="${color}"/>`,
      );
      const label = labels[index] ?? 0;
      return [
        `<path class="line" stroke="${color}" d="M${path}"/>${dots.join('')}`,
        `<text x="${PLOT.right + 14}" y="${round(label + 4)}" style="fill: ${color}">${escapeText(name)}</text>`,
      ].join('\n');
    }),
    '</svg>',
    '',
  ].join('\n');
}

function collectSeries(chapters: readonly Chapter[]): Series[] {
  const byName = new Map<string, Map<number, number>>();
  for (const { growth, value } of chapters.flatMap(({ figures }): readonly Figure[] => figures)) {
    if (growth !== undefined && value !== undefined) {
      const values = byName.get(growth.series) ?? new Map<number, number>();
      values.set(growth.accounts, value);
      byName.set(growth.series, values);
    }
  }
  return [...byName].map(([name, values]) => ({ name, values }));
}

function collectCounts(series: readonly Series[]): number[] {
  return [...new Set(series.flatMap(({ values }) => [...values.keys()]))].sort((a, b) => a - b);
}

function toScale(
  [low, high]: readonly [number, number],
  [from, to]: readonly [number, number],
): (value: number) => number {
  return (value) =>
    from + ((to - from) * (Math.log(value) - Math.log(low))) / (Math.log(high) - Math.log(low));
}

/** The same places, moved down as far as it takes to keep them apart. */
function spread(places: readonly number[]): number[] {
  const moved = [...places];
  let last = Number.NEGATIVE_INFINITY;
  for (const index of places.map((_, at) => at).sort((a, b) => (places[a] ?? 0) - (places[b] ?? 0))) {
    last = Math.max(places[index] ?? 0, last + LEAST_GAP);
    moved[index] = last;
  }
  return moved;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function toTime(ms: number): string {
  return ms >= 1000 ? `${ms / 1000} s` : `${Number(ms.toPrecision(2))} ms`;
}

function toCell(ms: number | undefined): string {
  if (ms === undefined) {
    return '–';
  }
  return ms >= 1000 ? `${Number((ms / 1000).toPrecision(3))} s` : `${Number(ms.toPrecision(2))} ms`;
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

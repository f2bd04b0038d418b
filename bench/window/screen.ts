/** Watches the workbench frame by frame: when rows on the screen changed, and when it stood still. */
import type { Page } from 'playwright-core';

export interface Frame {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** How long after the frame before it. */
  readonly gapMs: number;
  /** Rows on the screen, and those of them that say that they have been read. */
  readonly rows: number;
  readonly readRows: number;
}

/** Runs in the page. A row that has been read says neither "Reading…" nor "Not read". */
const WATCH = `
  globalThis.inspectorFrames = [];
  let last = performance.now();
  const watch = (now) => {
    const texts = [...document.querySelectorAll(
      '.tree-explorer-viewlet-tree-view .monaco-list-row .label-description')].map((each) => each.textContent);
    const readRows = texts.filter((text) => !/^(Reading|Not read)/.test(text)).length;
    const frames = globalThis.inspectorFrames;
    const before = frames.at(-1);
    const gapMs = now - last;
    last = now;
    if (gapMs > 30 || before?.rows !== texts.length || before.readRows !== readRows) {
      frames.push({ at: Date.now(), gapMs, rows: texts.length, readRows });
    }
    requestAnimationFrame(watch);
  };
  requestAnimationFrame(watch);`;

export async function watchScreen(page: Page): Promise<void> {
  await page.evaluate(WATCH);
}

/** Frames that came late, or showed something else than the one before. */
export function readFrames(page: Page): Promise<Frame[]> {
  return page.evaluate('globalThis.inspectorFrames');
}

/** When the screen first showed what it shows at the end of this time; undefined where nothing changed in it. */
export function findLastChange(frames: readonly Frame[], from: number, to: number): number | undefined {
  const isOther = (frame: Frame, before: Frame | undefined) =>
    frame.rows !== before?.rows || frame.readRows !== before.readRows;
  return frames.findLast(
    (frame, index) => frame.at >= from && frame.at <= to && isOther(frame, frames[index - 1]),
  )?.at;
}

/** The tree of a view as it stands on the screen: finds, expands and reads its rows. */
import type { Locator, Page } from 'playwright-core';

export interface TreeRow {
  /** 1 for the outermost rows. */
  readonly level: number;
  /** The name of the codicon, such as `error`; undefined for a row without an icon. */
  readonly icon: string | undefined;
  readonly label: string;
  readonly description: string;
  /** Undefined for a row with nothing below it. */
  readonly expanded: boolean | undefined;
  /** What a screen reader says. */
  readonly accessibleLabel: string;
  /** Whether the icon turns. */
  readonly spins: boolean;
}

export class AccountsTree {
  readonly #page: Page;
  readonly #list: Locator;

  /** `view`: the title of it. */
  constructor(page: Page, view: string) {
    this.#page = page;
    this.#list = page
      .locator('.pane', { has: page.locator('.pane-header', { hasText: view }) })
      .locator('.pane-body .tree-explorer-viewlet-tree-view .monaco-list');
  }

  /** All rows, also those outside the visible part, from top to bottom. */
  async readRows(): Promise<TreeRow[]> {
    const rows = new Map<number, TreeRow>();
    await this.#scrollThrough(async () => {
      for (const [index, row] of await this.#readVisibleRows()) {
        rows.set(index, row);
      }
      return undefined;
    });
    return [...rows.entries()].sort(([left], [right]) => left - right).map(([, row]) => row);
  }

  /** Waits for a row whose label or description contains the text, and brings it into view. */
  async findRow(text: string): Promise<Locator> {
    await this.#list.locator('.monaco-list-row').first().waitFor();
    const row = this.#list.locator('.monaco-list-row').filter({ hasText: text }).first();
    const found = async () => ((await row.count()) > 0 ? row : undefined);
    const inView = (await found()) ?? (await this.#scrollThrough(found));
    // Not there yet: Playwright waits, and says what it waited for.
    await (inView ?? row).scrollIntoViewIfNeeded();
    return inView ?? row;
  }

  /** Opens a row, and waits until it is open and what is below it is drawn. */
  async expand(text: string): Promise<void> {
    const row = await this.findRow(text);
    if ((await row.getAttribute('aria-expanded')) === 'false') {
      await row.locator('.monaco-tl-twistie').click();
      await row.and(this.#page.locator('[aria-expanded="true"]')).waitFor();
      // Its children come from the extension host a moment later, and push away what stands below.
      await this.#untilUnfolded(text);
    }
  }

  /** Closes a row, and waits until it is closed. */
  async collapse(text: string): Promise<void> {
    const row = await this.findRow(text);
    if ((await row.getAttribute('aria-expanded')) === 'true') {
      await row.locator('.monaco-tl-twistie').click();
      await row.and(this.#page.locator('[aria-expanded="false"]')).waitFor();
    }
  }

  /** Resolves when a deeper row follows the first one with the text. */
  async #untilUnfolded(text: string): Promise<void> {
    const giveUpAt = Date.now() + 60_000;
    for (;;) {
      const visible = await this.#readVisibleRows();
      const at = visible.findIndex(([, { label, description }]) => `${label}${description}`.includes(text));
      const [row, next] = visible.slice(at);
      if (at >= 0 && row !== undefined && next !== undefined && next[1].level > row[1].level) {
        return;
      }
      if (Date.now() > giveUpAt) {
        throw new Error(`Nothing came below “${text}”:\n${toText(visible.map(([, each]) => each))}`);
      }
      if (at < 0) {
        await this.findRow(text);
      } else if (next === undefined) {
        // It stands at the lower edge, where what follows is not drawn.
        await this.#page.mouse.wheel(0, 50);
      }
    }
  }

  /** Goes through the list from the top, until `look` finds something. It stays where that was. */
  async #scrollThrough<T>(look: () => Promise<T | undefined>): Promise<T | undefined> {
    if ((await this.#list.locator('.monaco-list-row').count()) === 0) {
      return undefined;
    }
    const box = await this.#list.boundingBox();
    if (!box) {
      throw new Error('The tree of accounts is not visible.');
    }
    // At the very edge, where no hover opens over the rows.
    await this.#page.mouse.move(box.x + 1, box.y + box.height / 2);
    while ((await this.#toRow(0).count()) === 0) {
      await this.#scrollOneStep('up');
    }
    for (;;) {
      const found = await look();
      if (found !== undefined || (await this.#list.locator('[data-last-element="true"]').count()) > 0) {
        return found;
      }
      await this.#scrollOneStep('down');
    }
  }

  /** Turns the wheel once, which shows at least one other row, and waits for that row. */
  async #scrollOneStep(direction: 'up' | 'down'): Promise<void> {
    const indices = await this.#list
      .locator('.monaco-list-row')
      .evaluateAll((rows) => rows.map((row) => Number(row.getAttribute('data-index'))));
    const next = direction === 'up' ? Math.min(...indices) - 1 : Math.max(...indices) + 1;
    // How far is up to the setting workbench.list.mouseWheelScrollSensitivity.
    await this.#page.mouse.wheel(0, direction === 'up' ? -100 : 100);
    await this.#toRow(next).waitFor({ state: 'attached' });
  }

  #toRow(index: number): Locator {
    return this.#list.locator(`.monaco-list-row[data-index="${index}"]`);
  }

  /** What is drawn now, by its place in the list, from top to bottom. */
  async #readVisibleRows(): Promise<[number, TreeRow][]> {
    const visible = await this.#list.locator('.monaco-list-row').evaluateAll((rows) =>
      rows.map((row): [number, TreeRow] => {
        const icon: string = row.querySelector('.custom-view-tree-node-item-icon')?.className ?? '';
        const expanded = row.getAttribute('aria-expanded');
        return [
          Number(row.getAttribute('data-index')),
          {
            level: Number(row.getAttribute('aria-level')),
            icon: /\bcodicon-(?!modifier-)([\w-]+)/.exec(icon)?.[1],
            label: row.querySelector('.label-name')?.textContent ?? '',
            description: row.querySelector('.label-description')?.textContent ?? '',
            expanded: expanded === null ? undefined : expanded === 'true',
            accessibleLabel: row.getAttribute('aria-label') ?? '',
            spins: icon.includes('codicon-modifier-spin'),
          },
        ];
      }),
    );
    return visible.sort(([left], [right]) => left - right);
  }
}

/** Rows as indented text, one a line: icon in brackets, label, description. */
export function toText(rows: readonly TreeRow[]): string {
  return rows
    .map(({ level, icon, label, description }) => {
      const words = [
        icon === undefined ? '' : `[${icon}]`,
        label,
        description === '' ? '' : `— ${description}`,
      ];
      return `${'  '.repeat(level - 1)}${words.filter((word) => word !== '').join(' ')}`;
    })
    .join('\n');
}

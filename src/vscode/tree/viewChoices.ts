// ViewChoices: how a person wants the accounts grouped, sorted, pinned and filtered; kept for the workspace, but for the
// filter, and what was pinned of the sample.

import { commands, type Memento } from 'vscode';
import { type Disposable, Emitter } from '../../core/lifetime.ts';
import { type AccountFilter, FilterMatcher, isFiltering, NO_FILTER } from '../../core/rows/accountFilter.ts';
import type { RowView } from '../../core/rows/arrangedRows.ts';
import {
  type Arrangement,
  type Grouping,
  parseArrangement,
  type Sorting,
} from '../../core/rows/arrangement.ts';
import { changePins, type Pins, parsePins } from '../../core/rows/pins.ts';
import type { RowKey } from '../../core/rows/rows.ts';
import { CONTEXT_KEYS } from '../ids.ts';
import { toFilterTexts } from '../wording/filter.ts';

const KEPT_AS = 'arrangement';
const PINS_KEPT_AS = 'pins';

export class ViewChoices implements Disposable {
  private readonly memento: Memento;
  private readonly changeEmitter = new Emitter<void>();
  readonly onDidChange = this.changeEmitter.event;
  private arrangement: Arrangement;
  private pins: Pins;
  private filter = NO_FILTER;
  /** Those of the sample while the own accounts are shown, and the other way round. */
  private others: { readonly pins: Pins; readonly filter: AccountFilter } = {
    pins: new Set(),
    filter: NO_FILTER,
  };
  private isSample = false;
  private view: RowView;

  constructor(memento: Memento) {
    this.memento = memento;
    this.arrangement = parseArrangement(memento.get(KEPT_AS));
    this.pins = parsePins(memento.get(PINS_KEPT_AS));
    this.view = this.toView();
    this.setContexts();
  }

  /** Another object when something else is chosen. */
  get current(): RowView {
    return this.view;
  }

  get currentFilter(): AccountFilter {
    return this.filter;
  }

  async setGrouping(grouping: Grouping): Promise<void> {
    await this.arrange({ ...this.arrangement, grouping });
  }

  async setSorting(sorting: Sorting): Promise<void> {
    await this.arrange({ ...this.arrangement, sorting });
  }

  /** Of the accounts that the rows are about. */
  async setPinned(keys: readonly RowKey[], isPinned: boolean): Promise<void> {
    const pins = changePins(this.pins, keys, isPinned);
    if (pins !== this.pins) {
      this.pins = pins;
      this.change();
      if (!this.isSample) {
        await this.memento.update(PINS_KEPT_AS, [...pins]);
      }
    }
  }

  setFilter(filter: AccountFilter): void {
    if (filter.text.trim() !== this.filter.text.trim() || filter.quick !== this.filter.quick) {
      this.filter = filter;
      this.change();
    }
  }

  /** To be called when sample data is shown or left: what is about accounts goes with them. */
  switchTo(isSample: boolean): void {
    if (isSample !== this.isSample) {
      const { pins, filter } = this;
      this.isSample = isSample;
      ({ pins: this.pins, filter: this.filter } = this.others);
      this.others = { pins, filter };
      this.change();
    }
  }

  dispose(): void {
    this.changeEmitter.dispose();
  }

  private async arrange(arrangement: Arrangement): Promise<void> {
    this.arrangement = arrangement;
    this.change();
    await this.memento.update(KEPT_AS, arrangement);
  }

  private change(): void {
    this.view = this.toView();
    this.setContexts();
    this.changeEmitter.fire();
  }

  private toView(): RowView {
    const { arrangement, pins, filter } = this;
    const matcher = isFiltering(filter) ? new FilterMatcher(filter, toFilterTexts) : undefined;
    return { arrangement, pins, matcher };
  }

  private setContexts(): void {
    commands.executeCommand('setContext', CONTEXT_KEYS.grouping, this.arrangement.grouping);
    commands.executeCommand('setContext', CONTEXT_KEYS.sorting, this.arrangement.sorting);
    commands.executeCommand('setContext', CONTEXT_KEYS.filtered, isFiltering(this.filter));
  }
}

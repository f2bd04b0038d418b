// Pins: the accounts that a person wants on top, by the keys of their rows.

import { isAccountRow, parseRowKey, type RowKey, toRowKey } from './rows.ts';

export type Pins = ReadonlySet<RowKey>;

/** More than anybody looks at; whoever pins ten thousand wants another order. */
export const MAX_PINS = 1000;

/** What was kept, as far as it is understood. An account that is away keeps its pin: it may come back. */
export function parsePins(kept: unknown): Pins {
  const keys: readonly unknown[] = Array.isArray(kept) ? kept : [];
  return new Set(keys.flatMap((key) => toPin(key) ?? []).slice(0, MAX_PINS));
}

/** The account that the row is about; undefined for other rows, and for what is no row. */
export function toPin(key: unknown): RowKey | undefined {
  const row = parseRowKey(key);
  return isAccountRow(row) ? toRowKey({ kind: 'account', scope: row.scope, id: row.id }) : undefined;
}

/** With those of the rows, or without them; the same object where that makes no difference. */
export function changePins(pins: Pins, keys: readonly RowKey[], isPinned: boolean): Pins {
  const changed = new Set(pins);
  for (const key of keys) {
    const pin = toPin(key);
    if (pin !== undefined && isPinned && changed.size < MAX_PINS) {
      changed.add(pin);
    } else if (pin !== undefined && !isPinned) {
      changed.delete(pin);
    }
  }
  return changed.size === pins.size ? pins : changed;
}

// diffLayouts: which groups are to be drawn anew when accounts stand under other rows, or groups count something else.

import type { Member } from './accountOrder.ts';
import type { Group, GroupCounts, Layout } from './layout.ts';
import type { RowKey } from './rows.ts';

/** Keys of the groups that are drawn anew, with what is under them; undefined for the root and so for all. */
export function diffLayouts(before: Layout, after: Layout): (RowKey | undefined)[] {
  const changed: (RowKey | undefined)[] = [];
  const compare = (a: Group, b: Group): void => {
    const isAlike =
      a.groups?.length === b.groups?.length &&
      (a.groups ?? []).every(({ key }, at) => key === b.groups?.[at]?.key) &&
      (a.groups !== undefined || isSameList(a.members, b.members)) &&
      (b.key === undefined || isSameCount(a.counts, b.counts));
    if (!isAlike) {
      changed.push(b.key);
    }
    for (const [at, group] of (b.groups ?? []).entries()) {
      const other = a.groups?.[at];
      if (other !== undefined && other.key === group.key) {
        compare(other, group);
      }
    }
  };
  compare(before.root, after.root);
  return changed;
}

function isSameList(a: readonly Member[], b: readonly Member[]): boolean {
  return a === b || (a.length === b.length && a.every((member, at) => member === b[at]));
}

function isSameCount(a: GroupCounts, b: GroupCounts): boolean {
  return (
    a.all === b.all &&
    a.shown === b.shown &&
    a.stale === b.stale &&
    a.needAttention === b.needAttention &&
    a.unknown === b.unknown &&
    a.worst === b.worst
  );
}

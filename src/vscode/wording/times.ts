// Words for points in time.

import { env, l10n } from 'vscode';
import { describeNumber, describeSpan } from './numbers.ts';

const HOUR_MS = 60 * 60_000;
const DAY_MS = 24 * HOUR_MS;

// Made once: making one takes as long as using it sixty times, and thousands of rows say from when they are.
// By 24 hours in every language: shorter, and never in doubt.
const timeFormat = new Intl.DateTimeFormat(env.language, { timeStyle: 'short', hourCycle: 'h23' });
const dayFormat = new Intl.DateTimeFormat(env.language, {
  dateStyle: 'medium',
  timeStyle: 'short',
  hourCycle: 'h23',
});
const secondFormat = new Intl.DateTimeFormat(env.language, {
  dateStyle: 'medium',
  timeStyle: 'medium',
  hourCycle: 'h23',
});

/** The time of day, with the date in front unless it is today's or that of a few hours from now. */
export function describeTime(time: number, now: number): string {
  const isToday = new Date(time).toDateString() === new Date(now).toDateString();
  // "Next try 00:01", said at 23:59: nobody needs the date of tomorrow for it.
  const isSoon = time > now && time - now < 12 * HOUR_MS;
  return (isToday || isSoon ? timeFormat : dayFormat).format(time);
}

/** The time of day with the day in front, in words where it is near: "Today 14:02". */
export function describeDayAndTime(time: number, now: number): string {
  const day = new Date(time).toDateString();
  if (day === new Date(now).toDateString()) {
    return l10n.t('Today {0}', timeFormat.format(time));
  }
  const yesterday = new Date(now);
  yesterday.setDate(yesterday.getDate() - 1);
  return day === yesterday.toDateString()
    ? l10n.t('Yesterday {0}', timeFormat.format(time))
    : dayFormat.format(time);
}

/** The time, or its age in words once the time of day says nothing any more. */
export function describeTimeOrAge(time: number, now: number): string {
  return describeDays(time, now) ?? describeTime(time, now);
}

/** The same as part of a sentence about a value: "as of 14:02", "30 days old". */
export function describeAge(time: number, now: number): string {
  return describeDays(time, now) ?? l10n.t('as of {0}', describeTime(time, now));
}

/** The time of the oldest of several values of which others are newer: "oldest from 14:02", "up to 30 days old". */
export function describeOldest(time: number, now: number): string {
  const days = countDays(time, now);
  if (days < 1) {
    return l10n.t('oldest from {0}', describeTime(time, now));
  }
  return days === 1 ? l10n.t('up to 1 day old') : l10n.t('up to {0} days old', describeNumber(days));
}

function describeDays(time: number, now: number): string | undefined {
  const days = countDays(time, now);
  if (days < 1) {
    return undefined;
  }
  return days === 1 ? l10n.t('1 day old') : l10n.t('{0} days old', describeNumber(days));
}

function countDays(time: number, now: number): number {
  return Math.floor((now - time) / DAY_MS);
}

/** How long ago, in whole minutes, hours or days. A clock that was set back makes no age negative. */
export function describeDuration(time: number, now: number): string {
  const minutes = Math.max(0, Math.floor((now - time) / 60_000));
  if (minutes < 1) {
    return l10n.t('less than a minute');
  }
  if (minutes < 120) {
    return describeSpan(minutes, 'minute');
  }
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? describeSpan(hours, 'hour') : describeSpan(Math.floor(hours / 24), 'day');
}

/** When something was read, from the first to the last time. */
export function describeReadTimes(first: number, last: number): string {
  // One refresh is one time: its calls are seconds apart.
  return last - first < 60_000
    ? l10n.t('Read at {0}', describeDateTime(first))
    : l10n.t('Read from {0} to {1}', describeDateTime(first), describeDateTime(last));
}

export function describeDateTime(time: number): string {
  return secondFormat.format(time);
}

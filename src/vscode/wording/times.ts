// Words for points in time.

import { env } from 'vscode';

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

/** The time of day, with the date in front unless it is today's. */
export function describeTime(time: number, now: number): string {
  const isToday = new Date(time).toDateString() === new Date(now).toDateString();
  return (isToday ? timeFormat : dayFormat).format(time);
}

export function describeDateTime(time: number): string {
  return secondFormat.format(time);
}

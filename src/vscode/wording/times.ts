// Words for points in time.

import { env } from 'vscode';

/** The time of day, with the date in front unless it is today's. */
export function describeTime(time: number, now: number): string {
  const isToday = new Date(time).toDateString() === new Date(now).toDateString();
  return format(isToday ? { timeStyle: 'short' } : { dateStyle: 'medium', timeStyle: 'short' }, time);
}

export function describeDateTime(time: number): string {
  return format({ dateStyle: 'medium', timeStyle: 'medium' }, time);
}

function format(options: Intl.DateTimeFormatOptions, time: number): string {
  // By 24 hours in every language: shorter, and never in doubt.
  return new Intl.DateTimeFormat(env.language, { ...options, hourCycle: 'h23' }).format(time);
}

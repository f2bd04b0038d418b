// Words for numbers of people's size: thousands are set apart, and units of time follow their number.

import { env, l10n } from 'vscode';

const numberFormat = new Intl.NumberFormat(env.language);

export function describeNumber(number: number): string {
  return numberFormat.format(number);
}

export function describeAccountCount(count: number): string {
  return count === 1 ? l10n.t('1 account') : l10n.t('{0} accounts', describeNumber(count));
}

// Made once: thousands of rows say how old they are.
const spanFormats = {
  second: createSpanFormat('second'),
  minute: createSpanFormat('minute'),
  hour: createSpanFormat('hour'),
  day: createSpanFormat('day'),
};

/** "1 minute", "5 minutes", as the language has it. */
export function describeSpan(count: number, unit: keyof typeof spanFormats): string {
  return spanFormats[unit].format(count);
}

function createSpanFormat(unit: string): Intl.NumberFormat {
  return new Intl.NumberFormat(env.language, { style: 'unit', unit, unitDisplay: 'long' });
}

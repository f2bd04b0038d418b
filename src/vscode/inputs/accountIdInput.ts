// askForAccountIds: asks for account ids, typed or pasted, separated by blanks, commas or semicolons.

import { l10n } from 'vscode';
import type { AccountId } from '../../core/model.ts';
import { parseAccountId } from '../../core/settings/accountEntries.ts';
import { toSingleLine } from '../../core/text.ts';
import { askText, type Given, type Stage } from './inputs.ts';

/** None that is `present`; `current` is what the box holds at first. */
export async function askForAccountIds(
  stage: Stage,
  present: ReadonlySet<AccountId>,
  current: readonly AccountId[] = [],
): Promise<Given<readonly AccountId[]>> {
  const given = await askText(stage, {
    prompt: l10n.t('AWS account ids, 12 digits each, separated by spaces or commas.'),
    placeHolder: '111122223333, 444455556666',
    value: current.join(', '),
    validate: (value) => {
      const { bad, ids } = splitAccountIds(value);
      if (bad !== undefined) {
        return l10n.t('“{0}” is not an account id of 12 digits.', toSingleLine(bad, 40));
      }
      return value.trim() !== '' && ids.every((id) => present.has(id))
        ? l10n.t('All of these are in the list already.')
        : undefined;
    },
  });
  return given.kind === 'given'
    ? { kind: 'given', value: splitAccountIds(given.value).ids.filter((id) => !present.has(id)) }
    : given;
}

function splitAccountIds(text: string): { ids: AccountId[]; bad: string | undefined } {
  const ids = new Set<AccountId>();
  let bad: string | undefined;
  for (const part of text.split(/[\s,;"'[\]]+/).filter((each) => each !== '')) {
    const id = parseAccountId(part, () => {
      bad ??= part;
    });
    if (id !== undefined) {
      ids.add(id);
    }
  }
  return { ids: [...ids], bad };
}

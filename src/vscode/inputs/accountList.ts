// askForListed: a list of accounts to choose several from, which may take a while to fill, or say why it does not.

import {
  l10n,
  type QuickInputButton,
  QuickInputButtons,
  type QuickPick,
  type QuickPickItem,
  ThemeColor,
  ThemeIcon,
  window,
} from 'vscode';
import type { Offer, OfferedAccount } from '../../core/choices/offeredAccounts.ts';
import type { Account, AccountId, Failure } from '../../core/model.ts';
import type { PlainCommandId } from '../ids.ts';
import { describeOffer, describeOffered } from '../wording/accounts.ts';
import { describeProfile } from '../wording/credentials.ts';
import { explainFailure } from '../wording/failures.ts';
import { toInertLabel } from '../wording/inert.ts';
import { toShortLines } from '../wording/lines.ts';
import { joinSentences } from '../wording/sentences.ts';
import { describeTime } from '../wording/times.ts';
import { describeRawFailure, describeRemedy, getRemedies } from '../wording/troubles.ts';
import type { CodePrompt } from './codePrompt.ts';
import type { Given, Stage } from './inputs.ts';

export type ListOutcome = OfferedList | { readonly kind: 'failed'; readonly failure: Failure };

export interface OfferedList {
  readonly kind: 'offered';
  readonly offer: Offer;
  readonly note?: string;
}

/** A failure that is not to be met again without a person's wish. */
export interface Denial {
  readonly failure: Failure;
  readonly at: number;
}

export interface ListQuestion {
  /** Whose accounts they are, for the words of a failure. */
  readonly profile: string;
  /** Begins to fill the list; called anew when the person tries again. What it says is shown meanwhile. */
  readonly load: (say: (words: string) => void, signal: AbortSignal) => Promise<ListOutcome>;
  /** Shown instead of filling the list, until the person tries again. */
  readonly denial: Denial | undefined;
  readonly now: number;
  /** Which are chosen at first. */
  readonly chosen: 'all' | ReadonlySet<AccountId>;
  /** May come between: a profile can ask for a code. */
  readonly codePrompt: CodePrompt;
}

export type ListAnswer =
  | { readonly kind: 'accounts'; readonly accounts: readonly Account[] }
  | { readonly kind: 'remedy'; readonly command: PlainCommandId; readonly failure: Failure };

interface ListItem extends QuickPickItem {
  readonly account?: OfferedAccount;
  readonly choice?: { readonly kind: 'again' } | Extract<ListAnswer, { readonly kind: 'remedy' }>;
}

export async function askForListed(
  { title, step, totalSteps }: Stage,
  { profile, load, denial, now, chosen, codePrompt }: ListQuestion,
): Promise<Given<ListAnswer>> {
  const pick = window.createQuickPick<ListItem>();
  pick.title = title;
  pick.step = step;
  pick.totalSteps = totalSteps;
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  // What took long to list, or was chosen one by one, must not be lost by a look at another window.
  pick.ignoreFocusOut = true;
  pick.buttons = [QuickInputButtons.Back];
  const ended = Promise.withResolvers<Given<ListAnswer>>();
  let running = new AbortController();

  const fill = async () => {
    running.abort();
    running = new AbortController();
    const { signal } = running;
    showWork(pick);
    const say = (words: string) => {
      if (!signal.aborted) {
        pick.placeholder = words;
      }
    };
    try {
      const outcome = await load(say, signal);
      if (!signal.aborted) {
        pick.busy = false;
        if (outcome.kind === 'failed') {
          showFailure(pick, outcome.failure, profile, undefined);
        } else {
          showOffer(pick, outcome, chosen);
        }
      }
    } catch (error) {
      // What was cancelled has nothing more to say.
      if (!signal.aborted) {
        ended.reject(error);
      }
    }
  };
  const accept = () => {
    if (pick.canSelectMany) {
      const accounts = pick.selectedItems.flatMap(({ account }) => account ?? []);
      if (accounts.length > 0) {
        const value = { kind: 'accounts', accounts } as const;
        ended.resolve({ kind: 'given', value });
      }
      return;
    }
    const choice = pick.activeItems[0]?.choice;
    if (choice?.kind === 'again') {
      void fill();
    } else if (choice !== undefined) {
      ended.resolve({ kind: 'given', value: choice });
    }
  };
  pick.onDidAccept(accept);
  pick.onDidTriggerButton((button: QuickInputButton) => {
    if (button === QuickInputButtons.Back) {
      ended.resolve({ kind: 'back' });
    }
  });
  pick.onDidHide(() => {
    if (!codePrompt.isShown) {
      ended.resolve({ kind: 'cancelled' });
    }
  });
  const reshowing = codePrompt.onDidClose(() => pick.show());
  pick.show();
  if (denial === undefined) {
    void fill();
  } else {
    showFailure(pick, denial.failure, profile, describeTime(denial.at, now));
  }
  try {
    return await ended.promise;
  } finally {
    running.abort();
    reshowing.dispose();
    pick.dispose();
  }
}

function showWork(pick: QuickPick<ListItem>): void {
  pick.canSelectMany = false;
  pick.value = '';
  pick.items = [];
  pick.busy = true;
}

function showOffer(
  pick: QuickPick<ListItem>,
  { offer, note }: OfferedList,
  chosen: ListQuestion['chosen'],
): void {
  const items = offer.accounts.map((account) => ({
    label: toInertLabel(account.name ?? account.id),
    description: toInertLabel(describeOffered(account)),
    account,
  }));
  pick.canSelectMany = items.length > 0;
  pick.placeholder = joinSentences(describeOffer(offer), ...(note === undefined ? [] : [note]));
  pick.items = items;
  pick.selectedItems = chosen === 'all' ? items : items.filter(({ account }) => chosen.has(account.id));
}

/** Why there is no list, and what a person can do about it; `deniedAt` where it is remembered from earlier. */
function showFailure(
  pick: QuickPick<ListItem>,
  failure: Failure,
  profile: string,
  deniedAt: string | undefined,
): void {
  const { title, why, nextStep } = explainFailure(failure, describeProfile(profile), []);
  pick.placeholder =
    deniedAt === undefined
      ? l10n.t('The accounts could not be listed.')
      : l10n.t('Denied at {0}, and not tried again until you say so.', deniedAt);
  pick.items = [
    {
      label: toInertLabel(title),
      detail: toInertLabel(why),
      iconPath: new ThemeIcon('error', new ThemeColor('problemsErrorIcon.foreground')),
      alwaysShow: true,
    },
    ...toShortLines(nextStep).map((line) => ({ label: toInertLabel(line), alwaysShow: true })),
    { label: toInertLabel(describeRawFailure(failure)), alwaysShow: true },
    ...getRemedies(failure).map((command) => ({
      label: describeRemedy(command),
      iconPath: new ThemeIcon('arrow-right'),
      choice: { kind: 'remedy' as const, command, failure },
    })),
    { label: l10n.t('Try Again'), iconPath: new ThemeIcon('refresh'), choice: { kind: 'again' as const } },
  ];
}

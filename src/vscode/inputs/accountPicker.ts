// askForAccounts: asks a person which accounts to add, step by step: where they come from, which, and into which settings.

import { l10n, type QuickPickItem, ThemeIcon, window } from 'vscode';
import { findAccountIds } from '../../core/choices/accountIdText.ts';
import { offerIds, offerMembers, offerProfileAccounts } from '../../core/choices/offeredAccounts.ts';
import type { Account, AccountId } from '../../core/model.ts';
import type { AwsConnection, Clock, MembersPlan } from '../../core/ports.ts';
import { readClipboard } from '../outlets.ts';
import type { ScopeTarget } from '../settings/settingsWriter.ts';
import { describeListing } from '../wording/accounts.ts';
import { describeProfile } from '../wording/credentials.ts';
import { toInertLabel } from '../wording/inert.ts';
import { describeAccountCount } from '../wording/numbers.ts';
import { describeTime } from '../wording/times.ts';
import {
  askForListed,
  type Denial,
  type ListAnswer,
  type ListOutcome,
  type OfferedList,
} from './accountList.ts';
import type { CodePrompt } from './codePrompt.ts';
import { askChoice, type Given, note, runSteps, type Stage, type Step, showInput } from './inputs.ts';

export interface AccountQuestion {
  readonly title: string;
  /** Whose members are offered. */
  readonly plan: MembersPlan;
  readonly present: ReadonlySet<AccountId>;
  /** Where they can be written, the likelier first; one at least. */
  readonly targets: readonly ScopeTarget[];
}

export interface AccountPickerParts {
  readonly openConnection: () => Promise<AwsConnection>;
  readonly codePrompt: CodePrompt;
  readonly clock: Clock;
}

export type AccountAnswer =
  | { readonly kind: 'accounts'; readonly accounts: readonly Account[]; readonly target: ScopeTarget }
  | Extract<ListAnswer, { readonly kind: 'remedy' }>;

type Source =
  | { readonly kind: 'members' | 'files' }
  | { readonly kind: 'ids'; readonly ids: readonly AccountId[] };

/** What was given so far: whoever goes back finds it as it was. */
interface Draft {
  /** In the box of the first step. */
  typed: string;
  source: Source | undefined;
  /** What that source has offered: it is asked once. */
  listed: OfferedList | undefined;
  answer: ListAnswer | undefined;
  target: ScopeTarget | undefined;
}

/** Remembers for the life of the window which organisation may not be listed. */
export class AccountPicker {
  private readonly parts: AccountPickerParts;
  private readonly denials = new Map<string, Denial>();

  constructor(parts: AccountPickerParts) {
    this.parts = parts;
  }

  /** Undefined when the person cancels. */
  async ask(question: AccountQuestion): Promise<AccountAnswer | undefined> {
    const { title, plan, targets } = question;
    const draft: Draft = {
      typed: '',
      source: undefined,
      listed: undefined,
      answer: undefined,
      target: targets[0],
    };
    const askSource: Step = async (stage) =>
      note(await this.askForSource(stage, plan, draft), (source) => {
        draft.source = source;
        draft.listed = undefined;
        draft.answer = undefined;
      });
    const askAccounts: Step = async (stage) =>
      note(await this.askForAccounts(stage, question, draft), (answer) => (draft.answer = answer));
    const askTarget: Step = async (stage) =>
      note(await askForTarget(stage, targets, draft.target), (target) => (draft.target = target));
    const isFinished = await runSteps(title, () => [
      askSource,
      askAccounts,
      ...(targets.length > 1 && draft.answer?.kind !== 'remedy' ? [askTarget] : []),
    ]);
    const { answer, target } = draft;
    if (!isFinished || answer === undefined || target === undefined) {
      return undefined;
    }
    return answer.kind === 'accounts' ? { ...answer, target } : answer;
  }

  private askForSource(stage: Stage, plan: MembersPlan, draft: Draft): Promise<Given<Source>> {
    const { clock } = this.parts;
    const denial = this.denials.get(toKey(plan));
    const pick = window.createQuickPick<SourceItem>();
    const items = toSourceItems(plan, denial && describeTime(denial.at, clock.now()));
    pick.placeholder = l10n.t('Type or paste account ids, or choose where they come from');
    pick.value = draft.typed;
    pick.items = [...toTypedItems(draft.typed), ...items];
    return showInput<Source, SourceItem>(pick, stage, (give, fail) => [
      pick.onDidChangeValue((value) => {
        draft.typed = value;
        pick.items = [...toTypedItems(value), ...items];
      }),
      pick.onDidAccept(async () => {
        const source = pick.activeItems[0]?.source;
        if (source !== undefined && source !== 'clipboard') {
          give(source);
        } else if (source === 'clipboard') {
          try {
            const ids = findAccountIds(await readClipboard());
            if (ids.length > 0) {
              give({ kind: 'ids', ids });
            } else {
              pick.placeholder = l10n.t('There is no account id of 12 digits in the clipboard');
            }
          } catch (error) {
            fail(error);
          }
        }
      }),
    ]);
  }

  private askForAccounts(
    stage: Stage,
    { plan, present }: AccountQuestion,
    draft: Draft,
  ): Promise<Given<ListAnswer>> {
    const { clock, codePrompt } = this.parts;
    const { source, answer } = draft;
    const chosen = new Set(answer?.kind === 'accounts' ? answer.accounts.map(({ id }) => id) : []);
    const question = { profile: plan.profile, denial: undefined, chosen, now: clock.now(), codePrompt };
    const once = async (load: () => Promise<ListOutcome>): Promise<ListOutcome> => {
      const outcome = draft.listed ?? (await load());
      draft.listed = outcome.kind === 'offered' ? outcome : undefined;
      return outcome;
    };
    switch (source?.kind) {
      case 'members':
        return askForListed(stage, {
          ...question,
          denial: this.denials.get(toKey(plan)),
          load: (say, signal) => once(() => this.listMembers(plan, present, say, signal)),
        });
      case 'files':
        return askForListed(stage, {
          ...question,
          profile: '',
          load: () => once(() => this.readFiles(present)),
        });
      default: {
        const offer = offerIds(source?.ids ?? [], present);
        const load = async () => ({ kind: 'offered', offer }) as const;
        return askForListed(stage, { ...question, chosen: answer === undefined ? 'all' : chosen, load });
      }
    }
  }

  private async listMembers(
    plan: MembersPlan,
    present: ReadonlySet<AccountId>,
    say: (words: string) => void,
    signal: AbortSignal,
  ): Promise<ListOutcome> {
    say(describeListing(0));
    const connection = await this.parts.openConnection();
    signal.throwIfAborted();
    const outcome = await connection.listMembers(plan, (count) => say(describeListing(count)), signal);
    if (outcome.kind === 'failed') {
      const { failure } = outcome;
      if (failure.kind === 'accessDenied') {
        this.denials.set(toKey(plan), { failure, at: this.parts.clock.now() });
      }
      return outcome;
    }
    this.denials.delete(toKey(plan));
    const offer = offerMembers(outcome.members, present);
    return outcome.namesFailure === undefined
      ? { kind: 'offered', offer }
      : {
          kind: 'offered',
          offer,
          note: l10n.t('AWS Organizations did not return their names ({0}).', outcome.namesFailure.code),
        };
  }

  private async readFiles(present: ReadonlySet<AccountId>): Promise<ListOutcome> {
    const outcome = await (await this.parts.openConnection()).readProfiles();
    return outcome.kind === 'failed'
      ? outcome
      : { kind: 'offered', offer: offerProfileAccounts(outcome.profiles, present) };
  }
}

interface SourceItem extends QuickPickItem {
  readonly source?: Source | 'clipboard';
}

function toSourceItems({ profile }: MembersPlan, deniedAt: string | undefined): SourceItem[] {
  const members =
    deniedAt === undefined
      ? l10n.t(
          'Asks Amazon Inspector with {0}, and AWS Organizations for the names',
          describeProfile(profile),
        )
      : l10n.t('Denied at {0}: see why, or try again', deniedAt);
  return [
    {
      label: l10n.t('Members of the Organization'),
      detail: toInertLabel(members),
      iconPath: new ThemeIcon('organization'),
      source: { kind: 'members' },
    },
    {
      label: l10n.t('Accounts of the AWS Config File'),
      detail: l10n.t('The accounts that its profiles lead to, under the names of the profiles'),
      iconPath: new ThemeIcon('file'),
      source: { kind: 'files' },
    },
    {
      label: l10n.t('Paste from the Clipboard'),
      detail: l10n.t('Account ids are picked out of any text: a table, JSON, a page of the console'),
      iconPath: new ThemeIcon('clippy'),
      source: 'clipboard',
    },
  ];
}

/** What is typed is no search as soon as there is a digit in it. */
function toTypedItems(value: string): SourceItem[] {
  const ids = findAccountIds(value);
  if (ids.length > 0) {
    return [
      {
        label: l10n.t('Add {0}', describeAccountCount(ids.length)),
        description: ids.slice(0, 5).join(', '),
        iconPath: new ThemeIcon('add'),
        alwaysShow: true,
        source: { kind: 'ids', ids },
      },
    ];
  }
  return /[0-9]/.test(value)
    ? [{ label: l10n.t('No account id of 12 digits yet'), iconPath: new ThemeIcon('info'), alwaysShow: true }]
    : [];
}

function askForTarget(
  stage: Stage,
  targets: readonly ScopeTarget[],
  current: ScopeTarget | undefined,
): Promise<Given<ScopeTarget>> {
  const choices = {
    workspace: {
      label: l10n.t('Workspace Settings'),
      detail: l10n.t('Only here, and for everybody who shares the workspace settings'),
    },
    user: {
      label: l10n.t('User Settings'),
      detail: l10n.t('In all your workspaces that have no list of their own'),
    },
  };
  return askChoice(
    stage,
    l10n.t('Where the accounts are written'),
    targets.map((value) => ({ value, ...choices[value] })),
    current,
  );
}

function toKey({ profile, regions }: MembersPlan): string {
  return JSON.stringify([profile, regions[0] ?? '']);
}

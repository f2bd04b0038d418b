// showConnectionTest: a list that fills in while the way to AWS is tested step by step, and offers what helps.

import {
  l10n,
  type QuickInputButton,
  type QuickPickItem,
  QuickPickItemKind,
  ThemeColor,
  ThemeIcon,
  window,
} from 'vscode';
import type { Failure } from '../../core/model.ts';
import type { AwsConnection, Clock, ConnectionPlan, ConnectionStep } from '../../core/ports.ts';
import type { PlainCommandId } from '../ids.ts';
import type { CodePrompt } from '../inputs/codePrompt.ts';
import { copyToClipboard } from '../outlets.ts';
import {
  describeStep,
  describeStepName,
  describeTest,
  describeTestState,
  getFailure,
  getOpenSteps,
} from '../wording/connection.ts';
import { describeProfile } from '../wording/credentials.ts';
import { toInertLabel } from '../wording/inert.ts';
import { toShortLines } from '../wording/lines.ts';
import { describeRemedy, getRemedies } from '../wording/troubles.ts';

export interface ConnectionTestParts {
  readonly openConnection: () => Promise<AwsConnection>;
  /** What is tested, in words, without the profile. */
  readonly title: string;
  readonly plan: ConnectionPlan;
  readonly clock: Clock;
  /** May come between: a profile can ask for a code. */
  readonly codePrompt: CodePrompt;
}

/** What a person chose because the test failed. */
export interface ChosenRemedy {
  readonly command: PlainCommandId;
  readonly failure: Failure;
}

type Choice = PlainCommandId | 'copy' | 'again';

interface Item extends QuickPickItem {
  readonly choice?: Choice;
}

/** Resolves when the person has left it. */
export async function showConnectionTest(parts: ConnectionTestParts): Promise<ChosenRemedy | undefined> {
  const { plan, clock } = parts;
  const copyButton: QuickInputButton = { iconPath: new ThemeIcon('copy'), tooltip: l10n.t('Copy Result') };
  const againButton: QuickInputButton = { iconPath: new ThemeIcon('refresh'), tooltip: l10n.t('Test Again') };
  const pick = window.createQuickPick<Item>();
  pick.title = `${parts.title}: ${describeProfile(plan.profile)}`;
  pick.keepScrollPosition = true;
  // Somebody may sign in elsewhere, or correct a file, and come back to what the test said.
  pick.ignoreFocusOut = true;
  let done: ConnectionStep[] = [];
  let running = new AbortController();

  const draw = (isRunning: boolean) => {
    const steps = done.flatMap((step) => toStepItems(step, plan));
    pick.items = [
      ...steps,
      ...toOpenItems(getOpenSteps(done, plan), isRunning),
      ...(isRunning ? [] : toChoiceItems(done)),
    ];
    pick.placeholder = describeTestState(done, isRunning);
    pick.busy = isRunning;
    pick.buttons = isRunning ? [] : [copyButton, againButton];
    // A screen reader says the step that has just ended.
    const latest = steps.findLast(({ iconPath }) => iconPath !== undefined) ?? pick.items[0];
    pick.activeItems = latest === undefined ? [] : [latest];
  };

  const run = async (signal: AbortSignal) => {
    done = [];
    draw(true);
    const connection = await parts.openConnection();
    for await (const step of connection.testConnection(plan, signal)) {
      if (signal.aborted) {
        return;
      }
      done.push(step);
      draw(true);
    }
    if (!signal.aborted) {
      draw(false);
    }
  };

  const left = Promise.withResolvers<ChosenRemedy | undefined>();
  const start = () => {
    running.abort();
    running = new AbortController();
    const { signal } = running;
    run(signal).catch((error: unknown) => {
      // What was cancelled has nothing more to say.
      if (!signal.aborted) {
        left.reject(error);
      }
    });
  };
  const choose = (choice: Choice | undefined) => {
    const failure = getFailure(done);
    if (choice === 'copy') {
      copyToClipboard(describeTest(done, plan, clock.now())).catch(left.reject);
    } else if (choice === 'again') {
      start();
    } else if (choice !== undefined && failure !== undefined) {
      left.resolve({ command: choice, failure });
    }
  };
  pick.onDidAccept(() => choose(pick.activeItems[0]?.choice));
  pick.onDidTriggerButton((button) => choose(button === copyButton ? 'copy' : 'again'));
  pick.onDidHide(() => {
    if (!parts.codePrompt.isShown) {
      left.resolve(undefined);
    }
  });
  const reshowing = parts.codePrompt.onDidClose(() => pick.show());
  pick.show();
  start();
  try {
    return await left.promise;
  } finally {
    running.abort();
    reshowing.dispose();
    pick.dispose();
  }
}

function toStepItems(step: ConnectionStep, plan: ConnectionPlan): Item[] {
  const { label, result, lines } = describeStep(step, plan);
  const [first = '', ...others] = lines.flatMap(toShortLines);
  const icon =
    step.result.kind === 'failed'
      ? new ThemeIcon('error', new ThemeColor('problemsErrorIcon.foreground'))
      : new ThemeIcon('pass', new ThemeColor('charts.green'));
  return [
    { label: toInertLabel(label), description: result, detail: toInertLabel(first), iconPath: icon },
    ...others.map((line) => ({ label: toInertLabel(line) })),
  ];
}

function toOpenItems(open: ReturnType<typeof getOpenSteps>, isRunning: boolean): Item[] {
  return open.map((step, index) => ({
    label: describeStepName(step),
    description: isRunning && index === 0 ? l10n.t('running') : isRunning ? '' : l10n.t('not tried'),
    iconPath: new ThemeIcon(isRunning && index === 0 ? 'loading~spin' : 'circle-large-outline'),
  }));
}

/** What a person can do now. */
function toChoiceItems(done: readonly ConnectionStep[]): Item[] {
  const failure = getFailure(done);
  const remedies = failure === undefined ? [] : getRemedies(failure);
  return [
    { kind: QuickPickItemKind.Separator, label: l10n.t('next steps') },
    ...remedies.map((command) => ({
      label: describeRemedy(command),
      iconPath: new ThemeIcon('arrow-right'),
      choice: command,
    })),
    { label: l10n.t('Test Again'), iconPath: new ThemeIcon('refresh'), choice: 'again' },
    { label: l10n.t('Copy Result'), iconPath: new ThemeIcon('copy'), choice: 'copy' },
  ];
}

// Inputs: quick inputs that stand alone, or are steps of several with a way back.

import {
  type Disposable,
  type InputBox,
  QuickInputButtons,
  type QuickPick,
  type QuickPickItem,
  window,
} from 'vscode';

/** What a person gave, or how they left. */
export type Given<T> =
  | { readonly kind: 'given'; readonly value: T }
  | { readonly kind: 'back' }
  | { readonly kind: 'cancelled' };

/** Where an input is asked for. */
export interface Stage {
  readonly title: string;
  /** From 1; none where the input stands alone. */
  readonly step?: number;
  readonly totalSteps?: number;
}

/** Shows the input until its owner gives the value, or the person leaves. The input is used up. */
export function showInput<T, Item extends QuickPickItem>(
  input: InputBox | QuickPick<Item>,
  { title, step, totalSteps }: Stage,
  begin: (give: (value: T) => void, fail: (error: unknown) => void) => readonly Disposable[],
): Promise<Given<T>> {
  input.title = title;
  if (step !== undefined) {
    input.step = step;
    input.totalSteps = totalSteps;
    // What was given in the steps before must not be lost by a look at another window.
    input.ignoreFocusOut = true;
    input.buttons = step > 1 ? [QuickInputButtons.Back] : [];
  }
  return new Promise<Given<T>>((resolve, reject) => {
    const subscriptions = [
      input,
      input.onDidTriggerButton((button) => {
        if (button === QuickInputButtons.Back) {
          resolve({ kind: 'back' });
          input.hide();
        }
      }),
      ...begin(
        (value) => {
          resolve({ kind: 'given', value });
          input.hide();
        },
        (error) => {
          reject(error);
          input.hide();
        },
      ),
      input.onDidHide(() => {
        resolve({ kind: 'cancelled' });
        for (const subscription of subscriptions) {
          subscription.dispose();
        }
      }),
    ];
    input.show();
  });
}

export interface TextQuestion {
  readonly prompt: string;
  readonly placeHolder?: string;
  readonly value: string;
  /** Why the text cannot be taken, in words. */
  readonly validate: (text: string) => string | undefined;
}

export function askText(
  stage: Stage,
  { prompt, placeHolder, value, validate }: TextQuestion,
): Promise<Given<string>> {
  const box = window.createInputBox();
  box.prompt = prompt;
  box.placeholder = placeHolder;
  box.value = value;
  return showInput(box, stage, (give) => [
    box.onDidChangeValue((text) => {
      box.validationMessage = validate(text);
    }),
    box.onDidAccept(() => {
      box.validationMessage = validate(box.value);
      if (box.validationMessage === undefined) {
        give(box.value);
      }
    }),
  ]);
}

export interface Choice<T> extends QuickPickItem {
  readonly value: T;
}

/** One of several; `current` is where the person begins. */
export function askChoice<T>(
  stage: Stage,
  placeHolder: string | undefined,
  choices: readonly Choice<T>[],
  current?: T,
): Promise<Given<T>> {
  const pick = window.createQuickPick<Choice<T>>();
  pick.placeholder = placeHolder;
  pick.matchOnDescription = true;
  pick.items = choices;
  beginAt(pick, ({ value }) => value === current);
  return showInput(pick, stage, (give) => [
    pick.onDidAccept(() => {
      const [active] = pick.activeItems;
      if (active !== undefined) {
        give(active.value);
      }
    }),
  ]);
}

/** The only one, without asking; else the one that a person chooses. Undefined for none, and when the person leaves. */
export async function chooseOne<T>(
  stage: Stage,
  placeHolder: string,
  choices: readonly Choice<T>[],
): Promise<T | undefined> {
  if (choices.length <= 1) {
    return choices[0]?.value;
  }
  const given = await askChoice(stage, placeHolder, choices);
  return given.kind === 'given' ? given.value : undefined;
}

/** Begins at the first such entry; without any, at the top. */
export function beginAt<Item extends QuickPickItem>(
  pick: QuickPick<Item>,
  isMeant: (item: Item) => boolean,
): void {
  const found = pick.items.find(isMeant);
  if (found !== undefined) {
    pick.activeItems = [found];
  }
}

/** Asks for one thing, and notes what was given. */
export type Step = (stage: Stage) => Promise<Given<unknown>>;

/** Hands over what was given; the result is what came. */
export function note<T>(given: Given<T>, take: (value: T) => void): Given<T> {
  if (given.kind === 'given') {
    take(given.value);
  }
  return given;
}

/**
 * Asks step by step; says whether the person came to the end. The steps are determined anew after each: what was
 * given decides which follow.
 */
export async function runSteps(title: string, getSteps: () => readonly Step[]): Promise<boolean> {
  for (let index = 0; ; ) {
    const steps = getSteps();
    const step = steps[index];
    if (step === undefined) {
      return true;
    }
    const { kind } = await step({ title, step: index + 1, totalSteps: steps.length });
    if (kind === 'cancelled') {
      return false;
    }
    index += kind === 'given' ? 1 : -1;
  }
}

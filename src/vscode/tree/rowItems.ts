// createRowItem and its like: words of a row -> the item that VS Code draws.

import { type Command, l10n, ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState, Uri } from 'vscode';
import { MAX_PROBLEM_ROWS, type RowKey } from '../../core/rows/rows.ts';
import type { SettingProblem } from '../../core/settings/settingProblems.ts';
import type { Trouble } from '../../core/state/troubles.ts';
import { toSingleLine } from '../../core/text.ts';
import { toDecorationUri } from '../decorations.ts';
import { type RowContext, SETTINGS_SECTION } from '../ids.ts';
import { createMarkdown, toInertMarkdown } from '../wording/inert.ts';
import { describeMoreProblems, describeProblem } from '../wording/problems.ts';
import type { RowWords } from '../wording/rows.ts';
import { addSentences } from '../wording/sentences.ts';
import {
  createTroubleHover,
  describeTrouble,
  getTroubleContext,
  getTroubleIcon,
} from '../wording/troubles.ts';

/** `news`: what has changed since somebody looked, in words. */
export function createRowItem(
  key: RowKey,
  words: RowWords,
  context: RowContext,
  hasChildren: boolean,
  news?: string,
): TreeItem {
  const item = new TreeItem(
    words.label,
    hasChildren ? TreeItemCollapsibleState.Collapsed : TreeItemCollapsibleState.None,
  );
  item.id = key;
  item.description = words.description;
  item.iconPath = words.icon;
  item.contextValue = context;
  item.accessibilityInformation = {
    label: [words.accessibleLabel, ...(news === undefined ? [] : [news])].join(', '),
  };
  const uri = toDecorationUri(key, { ...words, news });
  if (uri !== undefined) {
    item.resourceUri = uri;
  }
  return item;
}

/** The last row that is shown speaks for those that have none. */
export function createProblemItem(key: RowKey, problems: readonly SettingProblem[], index: number): TreeItem {
  const problem = problems[index];
  if (problem === undefined) {
    return new TreeItem('');
  }
  const isLast = index === MAX_PROBLEM_ROWS - 1 && problems.length > MAX_PROBLEM_ROWS;
  const { label, reason, place, nextStep } = describeProblem(problem);
  const item = new TreeItem(isLast ? describeMoreProblems(problems.length - index) : label);
  item.id = key;
  item.contextValue = 'settingProblem' satisfies RowContext;
  item.command = toSettingsCommand(problem);
  if (!isLast) {
    item.description = reason;
  }
  const isError = problem.severity === 'error';
  item.iconPath = isError
    ? new ThemeIcon('error', new ThemeColor('problemsErrorIcon.foreground'))
    : new ThemeIcon('info', new ThemeColor('problemsInfoIcon.foreground'));
  const hover = createMarkdown();
  hover.appendMarkdown(`**${toInertMarkdown(place)}**: ${toInertMarkdown(label)}\n\n`);
  hover.appendMarkdown(`${toInertMarkdown(addSentences(reason, nextStep))}\n\n`);
  item.tooltip = hover;
  const uri = toDecorationUri(key, { isFaulty: isError, isStale: false });
  if (uri !== undefined) {
    item.resourceUri = uri;
  }
  item.accessibilityInformation = {
    label: isLast ? String(item.label) : `${place}, ${label}, ${addSentences(reason, nextStep)}`,
  };
  return item;
}

/** Opens the setting; the file itself where it has errors, which the editor of settings does not show. */
function toSettingsCommand({ code, setting, value }: SettingProblem): Command {
  const title = l10n.t('Open Settings');
  return code === 'brokenFile' && value !== undefined
    ? { command: 'vscode.open', title, arguments: [Uri.parse(value)] }
    : {
        command: 'workbench.action.openSettings',
        title,
        arguments: [setting === undefined ? SETTINGS_SECTION : `${SETTINGS_SECTION}.${setting}`],
      };
}

/** `scope`: the name of the one to say. `isAutomatic`: refreshes are made without a person's wish. */
export function createTroubleItem(
  key: RowKey,
  trouble: Trouble,
  now: number,
  { scope, isAutomatic }: { readonly scope: string | undefined; readonly isAutomatic: boolean },
): TreeItem {
  const words = describeTrouble(trouble, now, isAutomatic);
  const { where, title, why, nextStep } = words;
  const label =
    scope === undefined ? `${where}: ${title}` : `${toSingleLine(scope, 100)} · ${where}: ${title}`;
  const item = new TreeItem(label);
  item.id = key;
  item.description = nextStep;
  item.contextValue = getTroubleContext(trouble.failure);
  item.iconPath = getTroubleIcon(trouble);
  item.tooltip = createTroubleHover(trouble, words, key);
  item.accessibilityInformation = { label: addSentences(label, why, nextStep) };
  return item;
}

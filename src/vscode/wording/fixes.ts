// describeFix: what turns on what is missing, with comments that say what it does and what it does not do.

import { l10n } from 'vscode';
import { toCliCommands } from '../../core/fix/cli.ts';
import { toTemplates } from '../../core/fix/cloudFormation.ts';
import type { FixObstacle, FixPlan } from '../../core/fix/fixPlan.ts';
import { toTerraform } from '../../core/fix/terraform.ts';
import type { AccountId } from '../../core/model.ts';
import { redact } from '../../core/redact.ts';
import { describeProfile } from './credentials.ts';
import { explainError } from './errors.ts';
import { describeNumber } from './numbers.ts';
import { describeSample } from './sample.ts';
import { addSentences } from './sentences.ts';
import { describeScanType, describeStatus } from './states.ts';
import { describeDateTime } from './times.ts';

const FIX_KINDS = ['cli', 'terraform', 'cloudFormation'] as const;
export type FixKind = (typeof FIX_KINDS)[number];

/** Nothing but comments where there is nothing that can be turned on. */
export function describeFix(kind: FixKind, plan: FixPlan): string {
  const parts = [
    toComments([
      ...describePlan(plan),
      ...describeCautions(kind, plan),
      ...plan.obstacles.map(describeObstacle),
    ]),
    ...(plan.fixes.length === 0 ? [] : toCode(kind, plan)),
  ];
  return `${parts.join('\n\n')}\n`;
}

function toCode(kind: FixKind, { fixes }: FixPlan): string[] {
  switch (kind) {
    case 'cli':
      return [toCliCommands(fixes).commands.join('\n')];
    case 'terraform':
      return [toTerraform(fixes)];
    case 'cloudFormation': {
      const templates = toTemplates(fixes);
      return templates.length === 1
        ? templates.map(({ text }) => text)
        : templates.flatMap(({ profile, text }, at) => [
            toComments([
              l10n.t(
                'Template {0} of {1}, for the organization of: {2}',
                at + 1,
                templates.length,
                describeProfile(profile),
              ),
            ]),
            text,
          ]);
    }
  }
}

function describePlan({
  fixes,
  readAt,
  isStale,
  unknownOffers,
  isSample,
  hasCustomEndpoint,
}: FixPlan): string[] {
  const accounts = new Set(fixes.flatMap(({ accountIds }) => accountIds)).size;
  const scanTypes = [...new Set(fixes.flatMap(({ missing }) => missing))].map(describeScanType).join(', ');
  return [
    ...(isSample ? [describeSample()] : []),
    fixes.length === 0
      ? l10n.t('There is nothing here that could be turned on.')
      : l10n.t(
          'Turns on Amazon Inspector scan types. Accounts: {0}. Scan types: {1}.',
          describeNumber(accounts),
          scanTypes,
        ),
    ...(readAt === undefined
      ? []
      : [
          isStale
            ? l10n.t(
                'Made from what was read at {0}; some of it has not been confirmed since.',
                describeDateTime(readAt),
              )
            : l10n.t('Made from what was read at {0}.', describeDateTime(readAt)),
        ]),
    ...(fixes.length === 0
      ? []
      : [
          l10n.t('The extension itself changes nothing: read this before you use it.'),
          l10n.t('Only the delegated administrator of Amazon Inspector can do this for member accounts.'),
        ]),
    ...(unknownOffers.length === 0
      ? []
      : [
          l10n.t(
            'Which scan types are offered in {0} is not known, because no account there reports any. Leave out those that are not.',
            unknownOffers.join(', '),
          ),
        ]),
    ...(hasCustomEndpoint
      ? [l10n.t('This was read through a custom endpoint, which is not named below.')]
      : []),
  ];
}

function describeCautions(kind: FixKind, { fixes }: FixPlan): string[] {
  if (fixes.length === 0) {
    return [];
  }
  switch (kind) {
    case 'cli':
      return toCliCommands(fixes).isProfileLeftOut
        ? [
            l10n.t(
              'The name of a profile has characters that not all shells read alike, so it is left out: add the option for the profile yourself.',
            ),
          ]
        : [];
    case 'terraform':
      return [
        l10n.t(
          'Terraform turns off every scan type of these accounts that is not in resource_types. Those that were on are in it; check the plan for others.',
        ),
        l10n.t(
          'An account can be in only one aws_inspector2_enabler, and the administrator account must be alone in its own: move it there.',
        ),
        ...(fixes.some(({ missing, on }) => [...missing, ...on].includes('codeRepository'))
          ? [l10n.t('CODE_REPOSITORY needs a recent version of the AWS provider.')]
          : []),
      ];
    case 'cloudFormation':
      return [
        l10n.t(
          'CloudFormation has no resource type that turns Amazon Inspector on. It has AWS Organizations policies, which do: an Inspector policy is attached to the accounts.',
        ),
        l10n.t(
          'Create the stack in the management account, after Inspector policies and trusted access for Amazon Inspector have been enabled there.',
        ),
        l10n.t(
          'While such a policy is attached, nobody can turn these scan types off by hand. It also overrides what policies higher up turn off for these accounts.',
        ),
      ];
  }
}

const MAX_LISTED = 10;

function describeObstacle({ obstacle, scanType, region, accountIds }: FixObstacle): string {
  const what = scanType === undefined ? undefined : describeScanType(scanType);
  const where = region === undefined ? toIdList(accountIds) : `${region}: ${toIdList(accountIds)}`;
  const subject = what === undefined ? where : `${what}, ${where}`;
  switch (obstacle.kind) {
    case 'notRead':
      return l10n.t('Left out, because nothing is known yet: {0}', subject);
    case 'notReturned':
      return l10n.t('Left out, because Inspector does not return the account: {0}', subject);
    case 'refused':
      return l10n.t('Left out, because Inspector refuses the id: {0}', subject);
    case 'notKnown':
      return l10n.t('Left out, because it is not known whether it is on: {0}', subject);
    case 'notOffered':
      return l10n.t('Left out, because no account of the Region reports the scan type: {0}', subject);
    case 'newScanType':
      return l10n.t(
        'Left out, because this extension does not know how the scan type is turned on: {0}',
        subject,
      );
    case 'status':
      return l10n.t('Left out, because of its status, {0}: {1}', describeStatus(obstacle.status), subject);
    case 'error': {
      const { title, nextStep } = explainError(obstacle.error);
      return addSentences(l10n.t('Left out, because of an error, {0}: {1}', title, subject), nextStep);
    }
  }
}

function toIdList(ids: readonly AccountId[]): string {
  const listed = ids.slice(0, MAX_LISTED).join(', ');
  return ids.length > MAX_LISTED
    ? l10n.t('{0} and {1} more', listed, describeNumber(ids.length - MAX_LISTED))
    : listed;
}

/**
 * Lines that no shell takes for anything: also where it does not know comments on the command line, as zsh and cmd.exe
 * do not, nothing in them is a quote, a substitution, a command of its own or a pattern. Secrets are taken out before: what
 * marks them is taken out as well.
 */
function toComments(lines: readonly string[]): string {
  return lines
    .map(
      (line) =>
        `# ${redact(line)
          .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}!-+;-?[-^`{-~]+/gu, ' ')
          .replace(/\s+/g, ' ')
          .trim()}`,
    )
    .join('\n');
}

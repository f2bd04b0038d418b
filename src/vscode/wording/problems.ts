// Words for what is wrong in the settings: which entry, why, and what to write instead.

import { l10n } from 'vscode';
import { KNOWN_SCAN_TYPES } from '../../core/model.ts';
import type { SettingProblem } from '../../core/settings/settingProblems.ts';
import { SETTINGS_SECTION } from '../ids.ts';
import { describeNumber } from './numbers.ts';

export interface ProblemWords {
  /** The entry, or the setting where the whole of it is meant. */
  readonly label: string;
  readonly reason: string;
  /** Setting and place, as one would write it: `inspectorStatus.accountIds[3]`. */
  readonly place: string;
  readonly nextStep: string;
}

export function describeProblem(problem: SettingProblem): ProblemWords {
  const setting = `${SETTINGS_SECTION}.${problem.setting}`;
  const place =
    problem.setting === undefined ? problem.entry : `${setting}${problem.at.map(describeStep).join('')}`;
  const [reason, nextStep] = explain(problem);
  return { label: problem.entry === '' ? place : problem.entry, reason, place, nextStep };
}

/** The last row that there is room for stands for the others too. */
export function describeMoreProblems(count: number): string {
  return count === 1
    ? l10n.t('1 more problem in the settings')
    : l10n.t('{0} more problems in the settings', describeNumber(count));
}

function describeStep(step: number | string): string {
  return typeof step === 'string' && /^[a-z]+$/i.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`;
}

function explain({
  setting,
  code,
  value = '',
  entry,
}: SettingProblem): readonly [reason: string, nextStep: string] {
  switch (code) {
    case 'notAList':
      return [l10n.t('Not a list'), l10n.t('Write a list in square brackets.')];
    case 'notAnObject':
      return [l10n.t('Not an object'), l10n.t('Write names by id in curly braces.')];
    case 'notAScope':
      return [
        l10n.t('Not a scope'),
        l10n.t('Write an object with a name, such as { "name": "Production", "profile": "audit" }.'),
      ];
    case 'noName':
      return [l10n.t('A scope without a name is left out'), l10n.t('Give it a name of its own.')];
    case 'nameTaken':
      return [
        l10n.t('Another scope has this name; this one is left out'),
        l10n.t('Give it a name of its own.'),
      ];
    case 'unknownKey':
      return [
        l10n.t('Not a setting of a scope'),
        l10n.t('A scope has name, profile, regions and accountIds. Correct the key, or remove it.'),
      ];
    case 'notText':
      return [l10n.t('Not text'), l10n.t('Write it in quotes.')];
    case 'notANumber':
      return [l10n.t('Not a number; {0} is used', value), l10n.t('Write a number.')];
    case 'notABoolean':
      return [l10n.t('Neither true nor false; {0} is used', value), l10n.t('Write true or false.')];
    case 'notAChoice':
      return [l10n.t('Not one of the choices; “problems” is used'), l10n.t('Write one of: {0}.', value)];
    case 'empty':
      return [l10n.t('Empty entry'), l10n.t('Write an account id of 12 digits, or remove the entry.')];
    case 'wrongLength':
      return [
        l10n.t('Not an account id: {0} digits instead of 12', value),
        l10n.t('Correct the id: account ids have exactly 12 digits.'),
      ];
    case 'lostZero':
      return [
        l10n.t('11 digits: a leading zero may be lost'),
        l10n.t('If {0} is meant, write it in quotes: "{0}".', value),
      ];
    case 'badCharacters':
      return [
        l10n.t('Not an account id: characters other than digits'),
        l10n.t('Correct the id: account ids have exactly 12 digits, 0 to 9.'),
      ];
    case 'listedTwice':
      return [l10n.t('Listed twice; shown once'), l10n.t('Remove one of the entries.')];
    case 'tooMany':
      return [
        l10n.t('More entries than the {0} that are read', value),
        setting === 'regions' || setting === 'requiredScanTypes'
          ? l10n.t('Remove those that are not needed.')
          : l10n.t('Split the accounts across several workspaces.'),
      ];
    case 'malformedRegion':
      return [l10n.t('Not a Region code'), l10n.t('Region codes look like us-east-1 or eu-central-1.')];
    case 'fipsRegion':
      return [
        l10n.t('Not a Region but a FIPS endpoint'),
        l10n.t('Write the Region alone, such as us-east-1.'),
      ];
    case 'unknownRegion':
      return [
        l10n.t('Not a Region known to have Inspector; read anyway'),
        l10n.t('Check the spelling of {0}.', entry),
      ];
    case 'otherPartition':
      return [
        l10n.t('In the partition {0}, unlike the first Region; read anyway', value),
        l10n.t(
          'Credentials work in one partition only. Read {0} in a workspace of its own, with a profile of {1}.',
          entry,
          value,
        ),
      ];
    case 'malformedScanType':
      return [l10n.t('Not a scan type'), l10n.t('Scan types are called {0}.', KNOWN_SCAN_TYPES.join(', '))];
    case 'unknownScanType':
      return [
        l10n.t('Not a scan type known to this extension; required anyway'),
        l10n.t('Check the spelling of {0}. Scan types are called {1}.', entry, KNOWN_SCAN_TYPES.join(', ')),
      ];
    case 'outOfRange':
      return [l10n.t('Out of range; {0} is used', value), l10n.t('Correct the number.')];
    case 'malformedUrl':
      return [
        l10n.t('Not the address of an endpoint'),
        l10n.t('Write an address such as https://vpce-123.inspector2.eu-central-1.vpce.amazonaws.com.'),
      ];
    case 'insecureUrl':
      return [
        l10n.t('Not an https address'),
        l10n.t('Each call carries credentials: use https, or http on this computer only.'),
      ];
    case 'urlWithCredentials':
      return [
        l10n.t('The address contains a user name or password'),
        l10n.t('Remove them from the address.'),
      ];
    case 'notForWorkspace':
      return [
        l10n.t('Ignored: a workspace cannot set this'),
        l10n.t('Remove it from the workspace settings. If you want it, set it in your user settings.'),
      ];
    case 'brokenFile':
      return [
        l10n.t('Not valid JSON: not all of it can be read'),
        l10n.t(
          'Correct the file and save it. Until then, accounts, profile and Regions read before are kept.',
        ),
      ];
  }
}

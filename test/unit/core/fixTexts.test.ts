/** The commands and snippets that turn scan types on, to the letter; what is in them runs nothing else. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { toCliCommands } from '../../../src/core/fix/cli.ts';
import { toTemplates } from '../../../src/core/fix/cloudFormation.ts';
import type { Fix } from '../../../src/core/fix/fixPlan.ts';
import { toTerraform } from '../../../src/core/fix/terraform.ts';
import { toId, toIds } from '../support/builders.ts';

const toFix = (more: Partial<Fix> = {}): Fix => ({
  profile: 'audit',
  region: 'us-east-1',
  missing: ['ecr'],
  on: ['ec2'],
  accountIds: [toId(1), toId(2)],
  ...more,
});

describe('fix as AWS CLI', () => {
  it('is a command for each Region and each set of scan types', () => {
    const { commands, isProfileLeftOut } = toCliCommands([
      toFix(),
      toFix({ on: [], accountIds: [toId(2), toId(3)] }),
      toFix({ region: 'eu-west-1', missing: ['lambda', 'lambdaCode'], accountIds: [toId(1)] }),
      toFix({ profile: '', missing: ['ec2', 'codeRepository'], accountIds: [toId(4)] }),
    ]);
    assert.deepEqual(commands, [
      'aws inspector2 enable --resource-types ECR --account-ids 000000000001 000000000002 000000000003 --region us-east-1 --profile audit',
      'aws inspector2 enable --resource-types LAMBDA LAMBDA_CODE --account-ids 000000000001 --region eu-west-1 --profile audit',
      'aws inspector2 enable --resource-types EC2 CODE_REPOSITORY --account-ids 000000000004 --region us-east-1',
    ]);
    assert.equal(isProfileLeftOut, false);
  });

  it('has at most 100 accounts in a command, each once', () => {
    const ids = toIds(250);
    const { commands } = toCliCommands([toFix({ accountIds: ids })]);
    const found = commands.map((command) => command.match(/\d{12}/g) ?? []);
    assert.deepEqual(
      found.map(({ length }) => length),
      [100, 100, 50],
    );
    assert.deepEqual(found.flat(), ids);
  });

  for (const [profile, option] of [
    ['audit', '--profile audit'],
    ['dev.team_1-a', '--profile dev.team_1-a'],
    ['my profile', "--profile 'my profile'"],
    ['Admin@corp+x=1', "--profile 'Admin@corp+x=1'"],
    ['-profile', undefined],
    ['--debug', undefined],
    ['@splat', undefined],
    ["it's", undefined],
    ['it’s', undefined],
    ['a"b', undefined],
    ['x; touch pwned', undefined],
    ['$(touch pwned)', undefined],
    ['`touch pwned`', undefined],
    ['a & touch pwned', undefined],
    ['%COMSPEC%', undefined],
    ['a\nb', undefined],
    ['^!', undefined],
    ['größe', undefined],
  ] as const) {
    it(`names the profile ${JSON.stringify(profile)} as ${option ?? 'nothing'} (G6)`, () => {
      const { commands, isProfileLeftOut } = toCliCommands([toFix({ profile })]);
      const [command = ''] = commands;
      assert.equal(isProfileLeftOut, option === undefined);
      assert.ok(
        option === undefined ? command.endsWith('us-east-1') : command.endsWith(` ${option}`),
        command,
      );
    });
  }

  it('gives the AWS CLI these arguments and runs nothing else in a shell', function () {
    if (process.platform === 'win32') {
      this.skip();
    }
    const folder = mkdtempSync(join(tmpdir(), 'fix-'));
    try {
      writeFileSync(join(folder, 'aws'), '#!/bin/sh\nprintf "%s\\n" "$@" > arguments\n', { mode: 0o755 });
      for (const profile of [
        'my profile',
        'Admin@corp+x=1',
        'x; touch pwned',
        '$(touch pwned)',
        "'; touch pwned #",
      ]) {
        const [command = ''] = toCliCommands([toFix({ profile })]).commands;
        execFileSync('/bin/sh', ['-c', command], {
          cwd: folder,
          env: { PATH: `${folder}${delimiter}${process.env['PATH']}` },
        });
        assert.ok(!existsSync(join(folder, 'pwned')), profile);
        const given = execFileSync('/bin/cat', ['arguments'], { cwd: folder, encoding: 'utf8' }).split('\n');
        assert.deepEqual(given.slice(0, 9), [
          'inspector2',
          'enable',
          '--resource-types',
          'ECR',
          '--account-ids',
          '000000000001',
          '000000000002',
          '--region',
          'us-east-1',
        ]);
        assert.deepEqual(given.slice(9, -1), /^[\w@+= ]+$/.test(profile) ? ['--profile', profile] : []);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('fix as Terraform', () => {
  it('keeps on what is on, with a provider for each profile and Region', () => {
    const text = toTerraform([
      toFix(),
      toFix({ missing: ['ec2', 'ecr'], on: [], accountIds: [toId(3)] }),
      toFix({ missing: ['ec2'], on: [], accountIds: [toId(4)] }),
      toFix({ profile: '', accountIds: [toId(5)] }),
    ]);
    assert.equal(
      text,
      `provider "aws" {
  alias   = "inspector_us_east_1"
  region  = "us-east-1"
  profile = "audit"
}

resource "aws_inspector2_enabler" "inspector_us_east_1_1" {
  provider       = aws.inspector_us_east_1
  account_ids    = ["000000000001", "000000000002", "000000000003"]
  resource_types = ["EC2", "ECR"]
}

resource "aws_inspector2_enabler" "inspector_us_east_1_2" {
  provider       = aws.inspector_us_east_1
  account_ids    = ["000000000004"]
  resource_types = ["EC2"]
}

provider "aws" {
  alias  = "inspector_us_east_1_profile2"
  region = "us-east-1"
}

resource "aws_inspector2_enabler" "inspector_us_east_1_profile2_1" {
  provider       = aws.inspector_us_east_1_profile2
  account_ids    = ["000000000005"]
  resource_types = ["EC2", "ECR"]
}`,
    );
  });

  it('names an account once that two scopes read, each with another part of what is on', () => {
    const fixes = [toFix({ missing: ['ecr'], on: ['ec2'] }), toFix({ missing: ['ec2'], on: ['ecr'] })];
    const lists = toTerraform(fixes).match(/account_ids .*/g) ?? [];
    assert.deepEqual(lists, toTerraform(fixes.slice(0, 1)).match(/account_ids .*/g));
  });

  it('has at most 100 accounts in a resource', () => {
    const lists = toTerraform([toFix({ accountIds: toIds(250) })]).match(/account_ids .*/g) ?? [];
    assert.deepEqual(
      lists.map((list) => list.match(/\d{12}/g)?.length),
      [100, 100, 50],
    );
  });

  for (const [profile, quoted] of [
    ['my profile', '"my profile"'],
    ['a"b\\c', '"a\\"b\\\\c"'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a template of Terraform.
    ['${file("x")}', '"$${file(\\"x\\")}"'],
    ['%{if true}', '"%%{if true}"'],
    ['a\n}\u202Eb', '"a\\U0000000A}\\U0000202Eb"'],
    ['größe', '"größe"'],
  ] as const) {
    it(`writes the profile ${JSON.stringify(profile)} as a string and no more`, () => {
      const text = toTerraform([toFix({ profile })]);
      assert.ok(text.includes(`  profile = ${quoted}\n}`), text);
    });
  }
});

describe('fix as CloudFormation', () => {
  it('is a policy for accounts that need the same in the same Regions', () => {
    const [template, ...others] = toTemplates([
      toFix({ missing: ['ecr', 'lambdaCode'] }),
      toFix({ region: 'eu-west-1', missing: ['ecr'] }),
      toFix({ missing: ['ecr'], accountIds: [toId(3)] }),
    ]);
    assert.deepEqual(others, []);
    assert.equal(
      template?.text,
      `AWSTemplateFormatVersion: "2010-09-09"
Description: Turns on Amazon Inspector scan types with AWS Organizations policies
Resources:
  InspectorPolicy1:
    Type: AWS::Organizations::Policy
    Properties:
      Name: inspector-scan-types-1
      Type: INSPECTOR_POLICY
      TargetIds:
        - "000000000001"
        - "000000000002"
      Content:
        inspector:
          enablement:
            ecr_scanning:
              enable_in_regions:
                "@@append":
                  - eu-west-1
                  - us-east-1
              disable_in_regions:
                "@@assign": []
            lambda_standard_scanning:
              enable_in_regions:
                "@@append":
                  - us-east-1
              disable_in_regions:
                "@@assign": []
              lambda_code_scanning:
                enable_in_regions:
                  "@@append":
                    - us-east-1
                disable_in_regions:
                  "@@assign": []
  InspectorPolicy2:
    Type: AWS::Organizations::Policy
    Properties:
      Name: inspector-scan-types-2
      Type: INSPECTOR_POLICY
      TargetIds:
        - "000000000003"
      Content:
        inspector:
          enablement:
            ecr_scanning:
              enable_in_regions:
                "@@append":
                  - us-east-1
              disable_in_regions:
                "@@assign": []`,
    );
  });

  it('is a template for each profile', () => {
    const templates = toTemplates([toFix(), toFix({ profile: 'other' }), toFix({ region: 'eu-west-1' })]);
    assert.deepEqual(
      templates.map(({ profile }) => profile),
      ['audit', 'other'],
    );
  });
});

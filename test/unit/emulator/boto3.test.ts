/** The emulator as boto3 and the AWS CLI see it, where they are installed. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { devNull } from 'node:os';
import { promisify } from 'node:util';
import { INSPECTOR_REGIONS } from '../../../src/core/regions.ts';
import { type Emulator, startEmulator } from '../../emulator/emulator.ts';
import { faults } from '../../emulator/faults.ts';
import { healthyWithFaults } from '../../emulator/scenarios/healthyBut.ts';
import { sampleAccounts } from '../../emulator/scenarios/sampleAccounts.ts';
import { scenarios } from '../../emulator/scenarios.ts';

const program = `
import json, sys
import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

client = boto3.client('inspector2', endpoint_url=sys.argv[1], config=Config(retries={'total_max_attempts': 1}))
call = json.loads(sys.argv[2])
try:
    if call['operation'] == 'list_members':
        pages = client.get_paginator('list_members').paginate(**call['input'])
        answer = {'members': [member for page in pages for member in page['members']]}
    else:
        answer = client.batch_get_account_status(**call['input'])
except ClientError as error:
    answer = error.response
print(json.dumps(answer, default=str))
`;

/** Neither the configuration nor the credentials of whoever runs the test may play a part. */
const environment = {
  ...process.env,
  AWS_ACCESS_KEY_ID: 'AKIAEMULATOR',
  AWS_SECRET_ACCESS_KEY: 'secret',
  AWS_DEFAULT_REGION: 'eu-central-1',
  AWS_CONFIG_FILE: devNull,
  AWS_SHARED_CREDENTIALS_FILE: devNull,
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_PROFILE: undefined,
  NO_PROXY: '127.0.0.1',
};

async function run(command: string, ...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(command, args, { env: environment, timeout: 20_000 });
  return stdout;
}

describe('emulator: boto3 and AWS CLI', function () {
  this.timeout(30_000);
  let emulator: Emulator;

  beforeEach(async () => {
    emulator = await startEmulator({ scenario: scenarios['sample-organisation'] });
  });

  afterEach(() => emulator.close());

  describe('boto3', () => {
    before(async function () {
      try {
        await run('python3', '-c', 'import boto3');
      } catch {
        console.log('      skipped: there is no python3 with boto3');
        this.skip();
      }
    });

    async function call(operation: string, input: object) {
      return JSON.parse(
        await run('python3', '-c', program, emulator.url, JSON.stringify({ operation, input })),
      );
    }

    it('knows the same Regions with Amazon Inspector: a new one is a line in core/regions.ts', async () => {
      const regions = `
import boto3, json
session = boto3.session.Session()
print(json.dumps([region for partition in ['aws', 'aws-cn', 'aws-us-gov']
  for region in session.get_available_regions('inspector2', partition_name=partition)]))
`;
      const known: string[] = JSON.parse(await run('python3', '-c', regions));
      assert.deepEqual(known.sort(), [...INSPECTOR_REGIONS.keys()].sort());
    });

    it('reads accounts and failed accounts', async () => {
      const accountIds = sampleAccounts.slice(0, 100).map(({ id }) => id);
      const answer = await call('batch_get_account_status', { accountIds });
      assert.ok(answer.accounts.length > 80);
      assert.ok(answer.failedAccounts.length > 0);
      assert.equal(emulator.requests[0]?.region, 'eu-central-1');
      assert.equal(answer.ResponseMetadata.RequestId, emulator.requests[0]?.requestId);
    });

    it('reads members page by page, times included', async () => {
      const { members } = await call('list_members', { onlyAssociated: false });
      assert.equal(members.length, sampleAccounts.length - 1);
      assert.match(members[0].updatedAt, /^2025-11-03 /);
    });

    it('reads errors with their elements', async () => {
      emulator.use(healthyWithFaults({ fault: faults['throttling-for-minutes'] }));
      const throttled = await call('batch_get_account_status', {});
      assert.equal(throttled.Error.Code, 'ThrottlingException');
      assert.equal(throttled.retryAfterSeconds, 600);
      emulator.use(healthyWithFaults({ fault: faults.validation }));
      const invalid = await call('batch_get_account_status', {});
      assert.equal(invalid.reason, 'FIELD_VALIDATION_FAILED');
      assert.equal(invalid.fields[0].name, 'accountIds');
    });
  });

  describe('AWS CLI', () => {
    before(async function () {
      try {
        await run('aws', '--version');
      } catch {
        console.log('      skipped: there is no AWS CLI');
        this.skip();
      }
    });

    it('reads the status of an account', async () => {
      const id = sampleAccounts[0]?.id ?? '';
      const stdout = await run(
        'aws',
        `--endpoint-url=${emulator.url}`,
        'inspector2',
        'batch-get-account-status',
        '--output=json',
        `--account-ids=${id}`,
      );
      assert.equal(JSON.parse(stdout).accounts[0].accountId, id);
    });
  });
});

/** What ships: nothing in it can change an AWS account. */
import { deepEqual, ok } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { extensions } from 'vscode';

describe('The bundles', () => {
  const extension = extensions.getExtension('inspector-account-status.inspector-account-status');
  const read = (file: string) => readFileSync(join(extension?.extensionPath ?? '', 'dist', file), 'utf8');

  it('know one operation of Inspector, which reads (invariant 9, G13)', () => {
    const code = read('aws.cjs');
    const posts = [...code.matchAll(/\["(?:POST|PUT|DELETE|PATCH)","(\/[^"]*)",\d+\]/g)].map(
      ([, path]) => path,
    );
    // The others get tokens: of IAM Identity Center and of the AWS console sign-in.
    deepEqual(
      posts.filter((path) => !path?.includes('token')),
      ['/status/batch/get'],
    );
    ok(
      !/"(Enable|Disable|Update|Create(?!OAuth|Token)|Delete|Associate|Disassociate|Batch(?!GetAccountStatus))[A-Z]/.test(
        code,
      ),
    );
  });

  it('keep VS Code and the AWS SDK apart, and evaluate no text', () => {
    ok(!read('aws.cjs').includes('require("vscode")'));
    for (const file of ['extension.cjs', 'application.cjs']) {
      ok(!read(file).includes('aws-sdk'), file);
    }
    for (const file of ['extension.cjs', 'application.cjs', 'aws.cjs']) {
      ok(!/\beval\(|new Function\(|rejectUnauthorized:/.test(read(file)), file);
    }
  });
});

/** Spellings of secrets, and of what only looks like one. */
import assert from 'node:assert/strict';
import { redact } from '../../../src/core/redact.ts';

describe('redact: spellings', () => {
  for (const name of ['mfa', 'MFA', 'otp', 'OTP', 'totp', 'one-time', 'one time', 'passcode', 'pass code']) {
    it(`takes the digits after “${name}” for a code`, () => {
      assert.equal(redact(`${name} 123456 was typed`), `${name} *** was typed`);
    });
  }

  for (const option of ['--password', '--PASSWORD', '--db-Password', '-secret', '--api-key']) {
    it(`takes what follows ${option} on a command line for its value`, () => {
      assert.equal(redact(`tool ${option} CANARY --verbose`), `tool ${option} *** --verbose`);
    });
  }

  it('takes a long run for random by how often it changes, not by its length', () => {
    const key = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYzz9Qe2Lr0Tx';
    assert.equal(redact(`key ${key}`), 'key ***');
    for (const innocent of [
      'AWSReservedSSO-AdministratorAccess-EUCENTRAL1-PRODUCTION9',
      'src/components/accounts/AccountStatusTableRow2/index',
      '0123456789abcdef0123456789abcdef0123456789abcdef',
      'team------------------------------------platform---A1',
    ]) {
      assert.equal(redact(innocent), innocent);
    }
  });
});

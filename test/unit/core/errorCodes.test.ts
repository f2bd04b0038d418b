/** Which error codes are faults, and which pass by themselves. */
import assert from 'node:assert/strict';
import { ERROR_CODES, faultOf, isErrorCode, passesByItself } from '../../../src/core/answers/errorCodes.ts';

const isFault = (code: string) => faultOf({ code, message: undefined }) !== undefined;

const PASSING = [
  'ENABLE_IN_PROGRESS',
  'DISABLE_IN_PROGRESS',
  'SUSPEND_IN_PROGRESS',
  'SSM_THROTTLED',
  'EVENTBRIDGE_THROTTLED',
];

describe('error codes', () => {
  it('knows the 17 codes of the service', () => {
    assert.equal(Object.keys(ERROR_CODES).length, 17);
  });

  it('takes ALREADY_ENABLED for information, and every other code for a fault', () => {
    for (const code of Object.keys(ERROR_CODES)) {
      assert.equal(isFault(code), code !== 'ALREADY_ENABLED', code);
    }
  });

  it('lets people wait where waiting is enough, and only there', () => {
    for (const code of Object.keys(ERROR_CODES)) {
      if (isFault(code)) {
        assert.equal(passesByItself(code), PASSING.includes(code), code);
      }
    }
  });

  for (const code of ['', 'BRAND_NEW', '__proto__', 'toString', 'access_denied', 'x'.repeat(1000)]) {
    it(`takes the unknown code ${JSON.stringify(code.slice(0, 20))} for a fault that asks for somebody (D5)`, () => {
      assert.deepEqual([isErrorCode(code), isFault(code), passesByItself(code)], [false, true, false]);
    });
  }
});

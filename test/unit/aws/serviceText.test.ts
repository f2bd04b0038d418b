/** What the service says of a signature never reaches a person: it may repeat the session token. */
import assert from 'node:assert/strict';
import type { Stage } from '../../../src/aws/failureKinds.ts';
import { toFailure } from '../../../src/aws/failures.ts';
import { healthyWithFaults } from '../../emulator/scenarios/healthyBut.ts';
import { AwsBench } from '../support/awsBench.ts';

const REQUEST: Stage = { kind: 'request', region: 'us-east-1', endpointUrl: undefined };

/** As AWS words it: with the canonical request that it computed. */
const MESSAGE = [
  'The request signature we calculated does not match the signature you provided.',
  'The Canonical String for this request should have been',
  "'POST\n/status/batch/get\n\nhost:inspector2.us-east-1.amazonaws.com\nx-amz-security-token:SECRET\n'",
].join('\n');

const NAMES = [
  'InvalidSignatureException',
  'SignatureDoesNotMatch',
  'ExpiredToken',
  'ExpiredTokenException',
  'UnrecognizedClientException',
  'RequestTimeTooSkewed',
];

describe('failures: messages about credentials', () => {
  for (const name of NAMES) {
    it(`nothing of ${name} is told but its name: the session token may be in its message`, () => {
      const error = Object.assign(new Error(MESSAGE), {
        name,
        $fault: 'client',
        $metadata: { httpStatusCode: 403, requestId: 'request-1' },
      });
      const failure = toFailure(error, REQUEST);
      assert.equal(failure.message, undefined);
      assert.equal(failure.code, name);
      assert.doesNotMatch(JSON.stringify(failure), /SECRET|security-token|signature we/);
    });

    it(`nor over a real socket: ${name}`, async () => {
      await using bench = await AwsBench.start({
        scenario: healthyWithFaults({
          fault: { kind: 'serviceError', type: name, message: MESSAGE, status: 403 },
        }),
      });
      const outcome = await bench.ask();
      assert.ok(outcome.kind === 'failed');
      assert.equal(outcome.failure.message, undefined);
      assert.doesNotMatch(JSON.stringify(outcome), /SECRET|security-token|signature we/);
    });
  }

  it('what the service says of a denied call is still told', () => {
    const error = Object.assign(new Error('Not authorized.'), {
      name: 'AccessDeniedException',
      $fault: 'client',
    });
    assert.equal(toFailure(error, REQUEST).message, 'Not authorized.');
  });
});

/** The time in which a person types codes is not that of the credentials, whoever waits for it. */
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import type { AwsCredentialIdentity } from '@smithy/types';
import type { CredentialSteps } from '../../../src/aws/credentials/credentialSteps.ts';
import { CredentialCache } from '../../../src/aws/credentials/credentials.ts';
import { MfaCodes } from '../../../src/aws/credentials/mfaCodes.ts';
import { DEADLINES, DeadlineError, type Deadlines } from '../../../src/aws/deadline.ts';
import type { ProfileSet } from '../../../src/aws/profiles.ts';

const PROFILES = {} as ProfileSet;

/** A cache that asks a person for a code of one device, and then STS; both take as long as they are told to. */
class Desk {
  readonly asked: string[] = [];
  typing: (profile: string) => Promise<void> = async () => {};
  assuming: () => Promise<void> = async () => {};
  readonly cache: CredentialCache;
  readonly codes: MfaCodes;

  constructor(deadlines: Partial<Deadlines>) {
    const all = { ...DEADLINES, ...deadlines };
    this.codes = new MfaCodes(async ({ profile }) => {
      this.asked.push(profile);
      await this.typing(profile);
      return '123456';
    }, all.code);
    const steps: Pick<CredentialSteps, 'fetch' | 'forget'> = {
      fetch: async (profile, { typing }): Promise<AwsCredentialIdentity> => {
        await this.codes.ask({ profile, device: 'device', isRepeated: false }, typing);
        await this.assuming();
        return {
          accessKeyId: profile,
          secretAccessKey: 'made-up',
          expiration: new Date(Date.now() + 3600_000),
        };
      },
      forget() {},
    };
    this.cache = new CredentialCache(steps as CredentialSteps, all);
  }

  fetch(profile: string, signal = new AbortController().signal, mayAsk = true): Promise<string> {
    return this.cache
      .fetch(profile, 'fingerprint', PROFILES, { mayAsk, signal })
      .then(({ accessKeyId }) => accessKeyId);
  }
}

describe('MFA: the time for typing a code', () => {
  it('is not that of another profile of the device, which waits for its turn', async () => {
    const desk = new Desk({ credentials: 100 });
    desk.typing = () => pause(400);
    assert.deepEqual(await Promise.all([desk.fetch('audit'), desk.fetch('billing'), desk.fetch('ops')]), [
      'audit',
      'billing',
      'ops',
    ]);
    assert.deepEqual(desk.asked, ['audit', 'billing', 'ops']);
  });

  it('leaves STS all of the time that credentials have, though it ends when that would', async () => {
    const desk = new Desk({ credentials: 1000 });
    desk.typing = () => pause(900);
    desk.assuming = () => pause(500);
    assert.equal(await desk.fetch('audit'), 'audit');
  });

  it('leaves STS no more than that', async () => {
    const desk = new Desk({ credentials: 300 });
    desk.typing = () => pause(200);
    desk.assuming = () => new Promise(() => {});
    const startedAt = performance.now();
    await assert.rejects(desk.fetch('audit'), DeadlineError);
    const tookMs = performance.now() - startedAt;
    assert.ok(tookMs > 490, `${tookMs} ms`);
    desk.cache.dispose();
  });

  it('is not what hangs, and is given up for good: a person types on', async () => {
    const desk = new Desk({ credentials: 50, hanging: 100 });
    desk.typing = () => pause(400);
    assert.deepEqual(await Promise.all([desk.fetch('audit'), desk.fetch('billing')]), ['audit', 'billing']);
  });

  it('keeps nobody waiting who may not ask', async () => {
    const desk = new Desk({});
    const typed = Promise.withResolvers<void>();
    desk.typing = () => typed.promise;
    const first = desk.fetch('audit');
    await assert.rejects(desk.fetch('billing', undefined, false), { message: 'CodeNotAskedFor' });
    typed.resolve();
    assert.equal(await first, 'audit');
  });

  it('ends with the cell that waits for it', async () => {
    const desk = new Desk({ credentials: 50 });
    desk.typing = () => new Promise(() => {});
    const fetching = assert.rejects(desk.fetch('audit'), DeadlineError);
    desk.cache.dispose();
    await fetching;
  });

  it('is over, for a profile that waits for its turn, when its refresh is', async () => {
    const desk = new Desk({});
    const typed = Promise.withResolvers<void>();
    desk.typing = (profile) => (profile === 'audit' ? typed.promise : Promise.resolve());
    const abort = new AbortController();
    const first = desk.fetch('audit');
    const second = assert.rejects(desk.fetch('billing', abort.signal), DeadlineError);
    abort.abort();
    desk.cache.forgetPassing();
    await second;
    const again = desk.fetch('billing');
    typed.resolve();
    assert.deepEqual(await Promise.all([first, again]), ['audit', 'billing']);
    assert.deepEqual(desk.asked, ['audit', 'billing']);
  });
});

/** AwsBench: the real source with the real SDK, a temporary home, and an emulated Inspector on a real socket. */

import { createInspectorSource, DEADLINES, type Deadlines } from '../../../src/aws/inspectorSource.ts';
import type { Disposable as CoreDisposable } from '../../../src/core/lifetime.ts';
import type { AccountId, Answer, Failure, Region } from '../../../src/core/model.ts';
import type { StatusOutcome, StatusSource } from '../../../src/core/ports.ts';
import { type Emulator, startEmulator } from '../../emulator/emulator.ts';
import type { Scenario } from '../../emulator/scenario.ts';
import { AwsHome, KEYS } from './awsHome.ts';
import { toIds } from './builders.ts';

export interface AwsBenchOptions {
  readonly scenario: Scenario;
  readonly deadlines?: Partial<Deadlines>;
  readonly environment?: Readonly<Record<string, string>>;
  /** Where the source asks instead of the emulator; null leaves it to the environment. */
  readonly endpointUrl?: string | null;
}

export interface Ask {
  readonly ids?: readonly AccountId[];
  readonly region?: Region;
  readonly profile?: string;
  readonly signal?: AbortSignal;
}

export class AwsBench implements AsyncDisposable {
  readonly home: AwsHome;
  readonly emulator: Emulator;
  readonly source: StatusSource & CoreDisposable;
  private readonly random = Math.random;

  static async start(options: AwsBenchOptions): Promise<AwsBench> {
    return new AwsBench(options, await startEmulator({ scenario: options.scenario }));
  }

  private constructor({ deadlines, environment, endpointUrl }: AwsBenchOptions, emulator: Emulator) {
    this.emulator = emulator;
    this.home = new AwsHome(environment);
    this.home.writeCredentials({ default: KEYS });
    this.source = createInspectorSource({
      endpointUrl: endpointUrl === undefined ? emulator.url : (endpointUrl ?? undefined),
      version: '1.2.3',
      deadlines: { ...DEADLINES, ...deadlines },
    });
    // The SDK multiplies its pauses between attempts by this: tests have no time to wait.
    Math.random = () => 0;
  }

  /** Asks as a refresh does: one call. */
  ask({ ids = toIds(2), region = 'us-east-1', profile = '', signal }: Ask = {}): Promise<StatusOutcome> {
    return this.source.fetchStatuses(
      { profile, region, accountIds: ids },
      signal ?? new AbortController().signal,
    );
  }

  async askForAnswers(ask: Ask = {}): Promise<ReadonlyMap<AccountId, Answer>> {
    const outcome = await this.ask(ask);
    if (outcome.kind !== 'answered') {
      throw new Error(`The call failed: ${JSON.stringify(outcome)}`);
    }
    return outcome.answers;
  }

  async askForFailure(ask: Ask = {}): Promise<Failure> {
    const outcome = await this.ask(ask);
    if (outcome.kind !== 'failed') {
      throw new Error(`The call was answered: ${JSON.stringify(outcome)}`);
    }
    return outcome.failure;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    Math.random = this.random;
    this.source.dispose();
    this.home[Symbol.dispose]();
    await this.emulator.close();
  }
}

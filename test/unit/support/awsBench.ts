/** AwsBench: the real source with the real SDK, a temporary home, and an emulated Inspector on a real socket. */

import { createAwsConnection } from '../../../src/aws/connection.ts';
import { DEADLINES, type Deadlines } from '../../../src/aws/deadline.ts';
import type { AccountId, Answer, Failure, Region } from '../../../src/core/model.ts';
import type { AskForCode, AwsConnection, StatusOutcome } from '../../../src/core/ports.ts';
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
  /** Nobody is there, unless it says otherwise. */
  readonly askForCode?: AskForCode;
  /** What happens while the source waits for a file or a service; nothing, unless it says otherwise. */
  readonly pause?: (delayMs: number, signal?: AbortSignal) => Promise<void>;
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
  readonly source: AwsConnection;
  /** Undefined leaves it to the environment and the profile. */
  private readonly endpointUrl: string | undefined;
  private readonly random = Math.random;

  static async start(options: AwsBenchOptions): Promise<AwsBench> {
    return new AwsBench(options, await startEmulator({ scenario: options.scenario }));
  }

  private constructor(
    {
      deadlines,
      environment,
      endpointUrl,
      askForCode = async () => undefined,
      pause = async () => {},
    }: AwsBenchOptions,
    emulator: Emulator,
  ) {
    this.emulator = emulator;
    this.home = new AwsHome(environment);
    this.home.writeCredentials({ default: KEYS });
    this.endpointUrl = endpointUrl === undefined ? emulator.url : (endpointUrl ?? undefined);
    this.source = createAwsConnection({
      version: '1.2.3',
      askForCode,
      pause,
      deadlines: { ...DEADLINES, ...deadlines },
    });
    // The SDK multiplies its pauses between attempts by this: tests have no time to wait.
    Math.random = () => 0;
  }

  /** Asks as a refresh does: looks for the profile, then makes one call. */
  async ask(ask: Ask = {}): Promise<StatusOutcome> {
    const { ids = toIds(2), region = 'us-east-1', profile = '', signal = new AbortController().signal } = ask;
    const found = await this.source.fetchProfile(
      profile,
      { region: false, endpoint: this.endpointUrl === undefined },
      signal,
    );
    if (found.kind === 'failed') {
      return { ...found, attempts: 0 };
    }
    const endpointUrl = this.endpointUrl ?? found.endpointUrl;
    return this.source.fetchStatuses({ profile, region, endpointUrl, accountIds: ids }, signal);
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

/** A scenario in use: its data together with what the calls so far have changed. */
import { RegionAnswers } from './answers.ts';
import { TokenBucket } from './rateLimit.ts';
import type { CallMatch, Fault, Operation, RegionScenario, Scenario, ServiceError } from './scenario.ts';
import { toFraction } from './seed.ts';
import { getErrorStatus } from './serviceErrors.ts';

const defaultCallerAccountId = '111122223333';

/** What the rules of a scenario look at. */
export interface MatchableCall {
  readonly region: string;
  readonly operation: Operation;
  readonly callNumber: number;
  readonly accountIds: readonly string[];
  readonly accessKeyId: string | undefined;
}

export class RunningScenario {
  readonly #scenario: Scenario;
  readonly #regions = new Map<string, RunningRegion>();

  /** Throws a RangeError for an error whose status nobody knows: better here than in the middle of a call. */
  constructor(scenario: Scenario) {
    for (const { faults = [] } of Object.values(scenario.regions)) {
      for (const fault of faults.flatMap((rule) => rule.fault)) {
        if (fault.kind === 'serviceError') {
          getErrorStatus(fault);
        }
      }
    }
    this.#scenario = scenario;
  }

  /** The Region, or undefined when the scenario has no such Region. */
  getRegion(name: string): RunningRegion | undefined {
    let running = this.#regions.get(name);
    if (running === undefined) {
      const { regions } = this.#scenario;
      const region = Object.hasOwn(regions, name) ? regions[name] : regions['*'];
      if (region === undefined) {
        return undefined;
      }
      running = new RunningRegion(this.#scenario, region);
      this.#regions.set(name, running);
    }
    return running;
  }
}

export class RunningRegion {
  readonly answers: RegionAnswers;
  readonly latencyMs: number;
  readonly #region: RegionScenario;
  readonly #seed: number;
  readonly #bucket: TokenBucket | undefined;
  readonly #callsByOperation = new Map<Operation, number>();

  constructor(scenario: Scenario, region: RegionScenario) {
    this.answers = new RegionAnswers(
      region,
      scenario.callerAccountId ?? defaultCallerAccountId,
      scenario.accountNames ?? {},
    );
    this.latencyMs = region.latencyMs ?? 0;
    this.#region = region;
    this.#seed = scenario.seed ?? 1;
    this.#bucket = region.rateLimit && new TokenBucket(region.rateLimit);
  }

  /** The number of the call that now comes in. */
  countCall(operation: Operation): number {
    const callNumber = (this.#callsByOperation.get(operation) ?? 0) + 1;
    this.#callsByOperation.set(operation, callNumber);
    return callNumber;
  }

  /** The throttling error when the call is one too many. */
  takeToken(): ServiceError | undefined {
    if (this.#bucket === undefined || this.#bucket.take()) {
      return undefined;
    }
    const retryAfterSeconds = this.#region.rateLimit?.retryAfterSeconds;
    return {
      type: 'ThrottlingException',
      message: 'Rate exceeded',
      ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
    };
  }

  holds(call: MatchableCall): boolean {
    const { hold } = this.#region;
    return hold === true || (hold?.some((match) => this.#matches(match, call, 'hold')) ?? false);
  }

  findFault(call: MatchableCall): Fault | undefined {
    const rules = this.#region.faults ?? [];
    const fault = rules.find((rule, index) => this.#matches(rule, call, `rule ${index}`))?.fault;
    return fault && isList(fault) ? fault[Math.floor(this.#draw(call, 'fault') * fault.length)] : fault;
  }

  #matches(match: CallMatch, call: MatchableCall, purpose: string): boolean {
    return (
      (match.operation === undefined || match.operation === call.operation) &&
      (match.call === undefined || match.call === call.callNumber) &&
      (match.firstCalls === undefined || call.callNumber <= match.firstCalls) &&
      (match.fromCall === undefined || call.callNumber >= match.fromCall) &&
      (match.accountId === undefined || call.accountIds.includes(match.accountId)) &&
      (match.accessKeyId === undefined || match.accessKeyId === call.accessKeyId) &&
      (match.chance === undefined || this.#draw(call, purpose) < match.chance)
    );
  }

  /** Depends on the call's number, not on the order of draws, so that parallel calls change nothing. */
  #draw(call: MatchableCall, purpose: string): number {
    return toFraction(this.#seed, purpose, call.region, call.operation, call.callNumber);
  }
}

function isList(fault: Fault | readonly Fault[]): fault is readonly Fault[] {
  return Array.isArray(fault);
}

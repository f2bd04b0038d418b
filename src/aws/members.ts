// MembersSource: lists the accounts of an organisation page by page: those that Inspector's delegated administrator
// looks after, the administrator itself, and what AWS Organizations calls them.

import { ListMembersCommand } from '@aws-sdk/client-inspector2';
import type { AwsCredentialIdentity } from '@smithy/types';
import {
  type MembersPage,
  type NamesPage,
  parseMembersPage,
  parseNamesPage,
} from '../core/answers/memberPages.ts';
import { isLoopback } from '../core/endpointUrl.ts';
import { type AccountId, type Failure, toAccountId } from '../core/model.ts';
import type { Member, MembersCall, MembersOutcome } from '../core/ports.ts';
import { MAX_ACCOUNTS } from '../core/settings/accountEntries.ts';
import type { Asking } from './credentials/mfaCodes.ts';
import type { TokenService } from './credentials/tokenService.ts';
import { DeadlineError, type Deadlines, withDeadline } from './deadline.ts';
import { findEndpoint } from './endpoints.ts';
import type { Stage } from './failureKinds.ts';
import { toFailure } from './failures.ts';
import type { InspectorCalls } from './inspectorCalls.ts';
import { findOrganizations, type OrganizationsPlace, type OrganizationsService } from './organizations.ts';
import type { ProfileAccess } from './profileAccess.ts';

/** The most that the service gives in one answer. */
const MAX_RESULTS = 50;
/** Pages may be empty while there are more; so many are a service that never ends. */
const MAX_PAGES = 6000;
const MAX_ATTEMPTS = 5;
const FIRST_WAIT_MS = 500;
/** A service that asks to wait longer is left alone. */
const LONGEST_WAIT_MS = 20_000;

export interface MembersSourceOptions {
  readonly deadlines: Deadlines;
  readonly calls: InspectorCalls;
  readonly access: ProfileAccess;
  readonly tokenService: TokenService;
  readonly organizations: OrganizationsService;
  /** Waits so many milliseconds, or rejects as soon as the signal is aborted. */
  readonly pause: (delayMs: number, signal: AbortSignal) => Promise<void>;
}

type Page = { readonly kind: 'page'; readonly nextToken: string | undefined };
type Failed = { readonly kind: 'failed'; readonly failure: Failure };

export class MembersSource {
  private readonly options: MembersSourceOptions;

  constructor(options: MembersSourceOptions) {
    this.options = options;
  }

  /** Rejects when the signal is aborted. */
  async fetchMembers(
    call: MembersCall,
    asking: Asking,
    onProgress: (count: number) => void = () => {},
  ): Promise<MembersOutcome> {
    const members = new Map<AccountId, Member>();
    let administrator: AccountId | undefined;
    let ignoredItems = 0;
    const pages = this.readPages(asking.signal, (nextToken) =>
      this.fetchMembersPage(call, asking, nextToken),
    );
    let isCut = false;
    for await (const page of pages) {
      if (page.kind === 'failed') {
        return { kind: 'failed', failure: { ...page.failure, action: 'inspector2:ListMembers' } };
      }
      administrator ??= page.administrator;
      ignoredItems += page.ignoredItems;
      for (const member of page.members) {
        members.set(member.id, members.get(member.id) ?? member);
      }
      isCut = members.size > MAX_ACCOUNTS || (members.size === MAX_ACCOUNTS && page.nextToken !== undefined);
      onProgress(Math.min(members.size, MAX_ACCOUNTS));
      if (isCut) {
        break;
      }
    }
    // The service does not list the administrator among its members, but says with each who it is.
    administrator ??= await this.findOwnAccount(call, asking.signal);
    const own: Member[] =
      administrator === undefined || members.has(administrator)
        ? []
        : [{ id: administrator, name: undefined, relationship: undefined }];
    const listed = [...own, ...members.values()].slice(0, MAX_ACCOUNTS);
    const names = call.withNames ? await this.fetchNames(call, asking.signal, listed) : undefined;
    asking.signal.throwIfAborted();
    return {
      kind: 'listed',
      members: listed.map((member) => ({ ...member, name: names?.names.get(member.id) })),
      isCut,
      ignoredItems,
      namesFailure: names?.failure,
    };
  }

  private async fetchMembersPage(
    call: MembersCall,
    asking: Asking,
    nextToken: string | undefined,
  ): Promise<Extract<MembersPage, Page> | Failed> {
    const input = { maxResults: MAX_RESULTS, onlyAssociated: false, nextToken };
    const outcome = await this.options.calls.make(call, { Command: ListMembersCommand, input }, asking);
    if (outcome.kind === 'failed') {
      return outcome;
    }
    const page = parseMembersPage(outcome.body);
    return page.kind === 'unusable' ? toUnusable(outcome.requestId) : page;
  }

  /** Whose credentials these are; undefined where that cannot be found out, which is no reason to know nobody. */
  private async findOwnAccount(call: MembersCall, signal: AbortSignal): Promise<AccountId | undefined> {
    const { access, deadlines, tokenService } = this.options;
    const { profile: name, region } = call;
    const profile = await access.getProfile(name);
    const credentials = access.getCurrent(name);
    const endpoint = findEndpoint('sts', profile);
    const isElsewhere = isLocal(call) && (endpoint.kind === 'failed' || endpoint.endpointUrl === undefined);
    if (credentials === undefined || isElsewhere) {
      return undefined;
    }
    try {
      const place = { region, credentials, profile };
      const identity = await withDeadline(tokenService.fetchIdentity(place, signal), deadlines.call);
      return toAccountId(identity.account ?? '');
    } catch {
      signal.throwIfAborted();
      return undefined;
    }
  }

  /** Until all of them have one, or there are no more. */
  private async fetchNames(
    call: MembersCall,
    signal: AbortSignal,
    members: readonly Member[],
  ): Promise<{ readonly names: ReadonlyMap<AccountId, string>; readonly failure: Failure | undefined }> {
    const { access, deadlines } = this.options;
    const names = new Map<AccountId, string>();
    const nameless = new Set(members.map(({ id }) => id));
    const credentials = access.getCurrent(call.profile);
    try {
      const profile = await access.getProfile(call.profile);
      const place = findOrganizations(call.region, profile, isLocal(call));
      if (place === undefined || credentials === undefined) {
        return { names, failure: undefined };
      }
      const pages = this.readPages(signal, (nextToken) =>
        this.fetchNamesPage(place, credentials, nextToken, signal),
      );
      for await (const page of pages) {
        if (page.kind === 'failed') {
          return { names, failure: { ...page.failure, action: 'organizations:ListAccounts' } };
        }
        for (const [id, name] of page.names) {
          if (nameless.delete(id)) {
            names.set(id, name);
          }
        }
        if (nameless.size === 0) {
          break;
        }
      }
      return { names, failure: undefined };
    } catch (error) {
      signal.throwIfAborted();
      const stage: Stage = { kind: 'region', profile: call.profile };
      const failure = toFailure(error, stage, deadlines);
      return { names, failure: { ...failure, action: 'organizations:ListAccounts' } };
    }
  }

  private async fetchNamesPage(
    place: OrganizationsPlace,
    credentials: AwsCredentialIdentity,
    nextToken: string | undefined,
    signal: AbortSignal,
  ): Promise<Extract<NamesPage, Page> | Failed> {
    const { deadlines, organizations } = this.options;
    const abort = new AbortController();
    const either = AbortSignal.any([signal, abort.signal]);
    try {
      const body = await withDeadline(
        organizations.fetchPage(place, credentials, nextToken, either),
        deadlines.call,
      );
      const page = parseNamesPage(body);
      return page.kind === 'unusable' ? toUnusable(undefined) : page;
    } catch (error) {
      signal.throwIfAborted();
      abort.abort();
      const { region, url } = place;
      const stage: Stage = { kind: 'request', service: 'organizations', region, endpointUrl: url.href };
      const isLate = error instanceof DeadlineError;
      return {
        kind: 'failed',
        failure: toFailure(isLate ? { name: 'TimeoutError' } : error, stage, deadlines),
      };
    }
  }

  /**
   * Page after page, each tried again while the service is asked too fast. The last one given may be a failure.
   */
  private async *readPages<P extends Page>(
    signal: AbortSignal,
    fetchPage: (nextToken: string | undefined) => Promise<P | Failed>,
  ): AsyncGenerator<P | Failed, void> {
    const seen = new Set<string>();
    let nextToken: string | undefined;
    do {
      const outcome = await this.fetchPatiently(signal, () => fetchPage(nextToken));
      yield outcome;
      nextToken = outcome.kind === 'page' ? outcome.nextToken : undefined;
      if (nextToken !== undefined && (seen.has(nextToken) || seen.size >= MAX_PAGES)) {
        yield { kind: 'failed', failure: { kind: 'badAnswer', code: 'EndlessList' } };
        return;
      }
      seen.add(nextToken ?? '');
    } while (nextToken !== undefined);
  }

  private async fetchPatiently<P>(
    signal: AbortSignal,
    fetchPage: () => Promise<P | Failed>,
  ): Promise<P | Failed> {
    for (let attempt = 1; ; attempt += 1) {
      signal.throwIfAborted();
      const outcome = await fetchPage();
      const failure = isFailed(outcome) ? outcome.failure : undefined;
      const waitMs = Math.max((failure?.retryAfterSeconds ?? 0) * 1000, FIRST_WAIT_MS * 2 ** (attempt - 1));
      if (failure?.kind !== 'throttled' || attempt === MAX_ATTEMPTS || waitMs > LONGEST_WAIT_MS) {
        return outcome;
      }
      await this.options.pause(waitMs, signal);
    }
  }
}

function isFailed(outcome: unknown): outcome is Failed {
  return (outcome as Partial<Failed>).kind === 'failed';
}

function toUnusable(requestId: string | undefined): Failed {
  const failure: Failure = { kind: 'badAnswer', code: 'badShape' };
  return { kind: 'failed', failure: requestId === undefined ? failure : { ...failure, requestId } };
}

/** Whether Inspector is asked on this computer: an emulator, say. */
function isLocal({ endpointUrl }: MembersCall): boolean {
  return endpointUrl !== undefined && isLoopback(new URL(endpointUrl).hostname);
}

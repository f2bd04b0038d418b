/** The bodies that a Region's accounts give, from the scenario's data. */
import { type Input, toNextToken } from './contract.ts';
import { jsonReply, type Reply, xmlReply } from './reply.ts';
import type { AccountAnswer, Member, RegionScenario } from './scenario.ts';
import { toFraction } from './seed.ts';
import { STS } from './serviceErrors.ts';

const notAssociated: AccountAnswer = {
  failed: {
    errorCode: 'ACCESS_DENIED',
    errorMessage: 'The account is not associated with the calling account.',
  },
};

/** Bodies kept for the next time, in UTF-16 units: enough for a benchmark, whatever the messages. */
const maxKeptLength = 64 * 1024 * 1024;

export class RegionAnswers {
  readonly #region: RegionScenario;
  readonly #callerAccountId: string;
  readonly #names: Readonly<Record<string, string>>;
  /** Ten thousand accounts share few answers, so each answer is turned into JSON once. */
  readonly #jsonByEntry = new WeakMap<object, string>();
  readonly #bodyByIds = new Map<string, string>();
  #keptLength = 0;

  constructor(region: RegionScenario, callerAccountId: string, names: Readonly<Record<string, string>> = {}) {
    this.#region = region;
    this.#callerAccountId = callerAccountId;
    this.#names = names;
  }

  toReply(input: Input): Reply {
    switch (input.operation) {
      case 'BatchGetAccountStatus':
        return jsonReply(this.#toKeptStatusBody(input.accountIds));
      case 'ListMembers':
        return jsonReply(this.#toMembersBody(input));
      case 'ListAccounts':
        return jsonReply(this.#toAccountsBody(input));
      case 'GetCallerIdentity':
        return xmlReply(this.#toIdentityBody());
    }
  }

  #toKeptStatusBody(accountIds: readonly string[]): string {
    const ids = accountIds.join();
    let body = this.#bodyByIds.get(ids);
    if (body === undefined) {
      body = this.#toStatusBody(accountIds);
      this.#keptLength += body.length;
      if (this.#keptLength > maxKeptLength) {
        this.#bodyByIds.clear();
        this.#keptLength = body.length;
      }
      this.#bodyByIds.set(ids, body);
    }
    return body;
  }

  #toStatusBody(accountIds: readonly string[]): string {
    const accounts: string[] = [];
    const failedAccounts: string[] = [];
    const add = (accountId: string, answer: AccountAnswer) => {
      for (const entry of toList(answer.account)) {
        accounts.push(this.#toJson(accountId, entry));
      }
      for (const entry of toList(answer.failed)) {
        failedAccounts.push(this.#toJson(accountId, entry));
      }
    };
    // An empty list asks about the caller; the list is a set, so an id that comes twice is one account.
    for (const accountId of accountIds.length === 0 ? [this.#callerAccountId] : new Set(accountIds)) {
      add(accountId, this.#toAnswer(accountId));
    }
    for (const [accountId, answer] of Object.entries(this.#region.strangers ?? {})) {
      add(accountId, answer);
    }
    return `{"accounts":[${accounts.join()}],"failedAccounts":[${failedAccounts.join()}]}`;
  }

  #toAnswer(accountId: string): AccountAnswer {
    const { accounts = {}, otherAccounts = notAssociated } = this.#region;
    const named = Object.hasOwn(accounts, accountId) ? accounts[accountId] : undefined;
    if (named !== undefined) {
      return named;
    }
    if (!isList(otherAccounts)) {
      return otherAccounts;
    }
    return otherAccounts[Math.floor(toFraction(accountId) * otherAccounts.length)] ?? notAssociated;
  }

  #toJson(accountId: string, entry: object): string {
    let rest = this.#jsonByEntry.get(entry);
    if (rest === undefined) {
      rest = JSON.stringify(entry).slice(1);
      this.#jsonByEntry.set(entry, rest);
    }
    return `{"accountId":"${accountId}",${rest}`;
  }

  #toMembersBody(input: Extract<Input, { operation: 'ListMembers' }>): string {
    const members = (this.#region.members ?? this.#namedMembers()).filter(
      (member) => !input.onlyAssociated || member.relationshipStatus === 'ENABLED',
    );
    const end = input.offset + input.maxResults;
    return JSON.stringify({
      members: members.slice(input.offset, end).map((member) => ({
        delegatedAdminAccountId: this.#callerAccountId,
        ...member,
      })),
      nextToken: end < members.length ? toNextToken(end) : undefined,
    });
  }

  /** The whole organisation: the caller, then its members. */
  #toAccountsBody(input: Extract<Input, { operation: 'ListAccounts' }>): string {
    const members = this.#region.members ?? this.#namedMembers();
    const ids = [...new Set([this.#callerAccountId, ...members.map(({ accountId }) => accountId)])];
    const end = input.offset + input.maxResults;
    return JSON.stringify({
      Accounts: ids.slice(input.offset, end).map((id) => ({
        Id: id,
        Arn: `arn:aws:organizations::${this.#callerAccountId}:account/o-emulated/${id}`,
        Name: this.#names[id] ?? `account-${id}`,
        State: 'ACTIVE',
      })),
      NextToken: end < ids.length ? toNextToken(end) : undefined,
    });
  }

  #toIdentityBody(): string {
    const id = this.#callerAccountId;
    const arn = `arn:aws:sts::${id}:assumed-role/ReadOnly/jane`;
    const result = `<Arn>${arn}</Arn><UserId>AROA:jane</UserId><Account>${id}</Account>`;
    return `<GetCallerIdentityResponse xmlns="${STS}"><GetCallerIdentityResult>${result}</GetCallerIdentityResult></GetCallerIdentityResponse>`;
  }

  #namedMembers(): readonly Member[] {
    const updatedAt = Date.UTC(2026, 0, 15) / 1000;
    return Object.keys(this.#region.accounts ?? {}).map((accountId) => ({
      accountId,
      relationshipStatus: 'ENABLED',
      updatedAt,
    }));
  }
}

function toList<T extends object>(value: T | readonly T[] | undefined): readonly T[] {
  if (value === undefined) {
    return [];
  }
  return isList(value) ? value : [value];
}

function isList<T extends object>(value: T | readonly T[]): value is readonly T[] {
  return Array.isArray(value);
}

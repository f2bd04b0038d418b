/** Bodies that are not what the service documents: never an exception, never data about somebody else. */
import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { parseAnswer } from '../../../src/core/answers/answer.ts';
import { toId, toIds } from '../support/builders.ts';
import { anyJson, checkProperty } from '../support/properties.ts';
import { seedTitle } from '../support/seededRandom.ts';

const ID = toId(1);

describe('answer: wrong shapes', () => {
  for (const body of [undefined, {}, [], { accounts: null }, { other: 1 }]) {
    it(`takes ${JSON.stringify(body)} for no data, not for news about anybody (D16)`, () => {
      assert.deepEqual(parseAnswer(body, [ID]), { kind: 'unusable', reason: 'noData' });
    });
  }

  it('takes empty lists for the news that the account is in neither (D3)', () => {
    const parsed = parseAnswer({ accounts: [], failedAccounts: [] }, [ID]);
    assert.deepEqual(parsed.kind === 'answers' && [...parsed.answers], [[ID, { kind: 'notReturned' }]]);
  });

  for (const body of [
    null,
    'x',
    5,
    true,
    [{ accountId: ID }],
    { accounts: 'x' },
    { accounts: {} },
    { accounts: [], failedAccounts: 'x' },
    { accounts: [null] },
    { accounts: ['000000000001'] },
    { accounts: [{ accountId: 1 }] },
    { accounts: [{}] },
    { accounts: [[ID]] },
    { accounts: [{ accountId: toId(2), state: { status: 'ENABLED' } }] },
  ]) {
    it(`takes ${JSON.stringify(body)} for a bad answer (D17)`, () => {
      assert.deepEqual(parseAnswer(body, [ID]), { kind: 'unusable', reason: 'badShape' });
    });
  }

  it('drops bad items among good ones, and counts them (D17)', () => {
    const body = {
      accounts: [null, 5, 'x', [], {}, { accountId: 1 }, { accountId: ID, state: { status: 'ENABLED' } }],
      failedAccounts: [null, { accountId: { toString: ID } }],
    };
    const parsed = parseAnswer(body, [ID]);
    assert.ok(parsed.kind === 'answers');
    assert.equal(parsed.ignoredItems, 8);
    const answer = parsed.answers.get(ID);
    assert.ok(answer?.kind === 'status' && answer.status === 'ENABLED');
  });

  it('reads a state of the wrong type as no status (D17)', () => {
    for (const wrong of ['ENABLED', 5, null, [], true, { status: 5 }, { status: null }, { status: '' }]) {
      const body = { accounts: [{ accountId: ID, state: wrong, resourceState: { ec2: wrong } }] };
      const parsed = parseAnswer(body, [ID]);
      assert.ok(parsed.kind === 'answers');
      const answer = parsed.answers.get(ID);
      assert.ok(answer?.kind === 'status');
      assert.equal(answer.status, undefined);
      assert.ok(answer.scanTypes.every(({ status }) => status === undefined));
    }
  });

  it('reads scan types of the wrong type as not reported (D17)', () => {
    for (const wrong of ['x', 5, null, ['ENABLED'], true]) {
      const parsed = parseAnswer({ accounts: [{ accountId: ID, resourceState: wrong }] }, [ID]);
      assert.ok(parsed.kind === 'answers');
      const answer = parsed.answers.get(ID);
      assert.ok(answer?.kind === 'status' && answer.scanTypes.length === 0);
    }
  });

  it('leaves out a scan type whose key is half a character, which no address can hold (D19)', () => {
    const body = JSON.parse(`{"accounts":[{"accountId":"${ID}","resourceState":{"\\ud800":{},"ec2":{}}}]}`);
    const parsed = parseAnswer(body, [ID]);
    const answer = parsed.kind === 'answers' ? parsed.answers.get(ID) : undefined;
    assert.deepEqual(answer?.kind === 'status' && answer.scanTypes.map(({ scanType }) => scanType), ['ec2']);
  });

  it(`never throws, and answers about those asked for only, for 50,000 mutated bodies (D22) [${seedTitle}]`, function () {
    this.timeout(60_000);
    const mutations = fc.array(mutation, { minLength: 1, maxLength: 3 });
    const property = fc.property(fc.integer({ min: 1, max: 3 }), mutations, (count, each) => {
      const ids = toIds(count);
      const body = mutate(toMarkedBody(ids), each);
      const parsed = parseAnswer(body, ids);
      if (parsed.kind === 'answers') {
        assert.deepEqual([...parsed.answers.keys()], ids);
        for (const [id, answer] of parsed.answers) {
          // Every text of an item carries the id of its account.
          const marks: readonly string[] = JSON.stringify(answer).match(/of [0-9]{12}/g) ?? [];
          assert.ok(
            marks.every((mark) => mark === `of ${id}`),
            `${id} has ${marks.join()}`,
          );
        }
        assert.ok(Number.isInteger(parsed.ignoredItems) && parsed.ignoredItems >= 0);
      }
    });
    checkProperty(property, 50_000);
  });

  it(`never throws for any JSON at all (D22) [${seedTitle}]`, function () {
    this.timeout(30_000);
    const property = fc.property(anyJson(4), (body) => {
      const parsed = parseAnswer(body, toIds(3));
      assert.ok(parsed.kind === 'unusable' || parsed.answers.size === 3);
    });
    checkProperty(property, 10_000);
  });
});

function toMarkedBody(ids: readonly string[]): unknown {
  const state = (id: string) => ({
    status: `S of ${id}`,
    errorCode: `C of ${id}`,
    errorMessage: `M of ${id}`,
  });
  return {
    accounts: ids.map((id) => ({
      accountId: id,
      state: state(id),
      resourceState: { ec2: state(id), eks: { status: `S of ${id}` } },
    })),
    failedAccounts: ids.slice(0, 1).map((id) => ({
      accountId: id,
      ...state(id),
      resourceStatus: { ec2: `S of ${id}`, ecr: `S of ${id}` },
    })),
  };
}

/** Where, counted over all objects and lists of the body and their keys, and what is done there. */
const mutation = fc.record({
  parent: fc.nat(1000),
  key: fc.nat(100),
  kind: fc.constantFrom('replace', 'remove', 'double', 'add'),
  name: fc.constantFrom('ec2', 'extra', 'errorCode', '__proto__'),
  value: anyJson(2),
});
type Mutation = typeof mutation extends fc.Arbitrary<infer Value> ? Value : never;

/** Replaces, removes, doubles or adds parts, anywhere but inside the values that carry the marks. */
function mutate(body: unknown, mutations: readonly Mutation[]): unknown {
  const root = { body };
  for (const { parent: at, key: keyAt, kind, name, value } of mutations) {
    const parents = collectParents(root);
    const parent = parents[at % parents.length] as Record<string, unknown>;
    const keys = Object.keys(parent);
    const key = keys[keyAt % Math.max(1, keys.length)] ?? 'x';
    if (kind === 'replace') {
      parent[key] = value;
    } else if (kind === 'add') {
      // As JSON has it: `__proto__` is a key like any other.
      Object.defineProperty(parent, name, { value, configurable: true, enumerable: true, writable: true });
    } else if (!Array.isArray(parent)) {
      delete parent[key];
    } else if (kind === 'remove') {
      parent.splice(Number(key) || 0, 1);
    } else if (parent.length > 0) {
      parent.push(structuredClone(parent[0]));
    }
  }
  return root.body;
}

function collectParents(value: unknown): object[] {
  return typeof value === 'object' && value !== null
    ? [value, ...Object.values(value).flatMap(collectParents)]
    : [];
}

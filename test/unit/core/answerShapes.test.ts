/** Bodies that are not what the service documents: never an exception, never data about somebody else. */
import assert from 'node:assert/strict';
import { parseAnswer } from '../../../src/core/answer.ts';
import { toId, toIds } from '../support/builders.ts';
import { randomJson } from '../support/randomJson.ts';
import { below, pick, type Random, repeat, seedTitle } from '../support/seededRandom.ts';

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

  it(`never throws, and answers about those asked for only, for 10,000 mutated bodies (D22, ${seedTitle})`, function () {
    this.timeout(30_000);
    repeat(10_000, (random) => {
      const ids = toIds(1 + below(random, 6));
      const body = mutate(random, toMarkedBody(ids), 1 + below(random, 4));
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
  });

  it(`never throws for any JSON at all (D22, ${seedTitle})`, function () {
    this.timeout(30_000);
    repeat(10_000, (random) => {
      const parsed = parseAnswer(randomJson(random, 4), toIds(3));
      assert.ok(parsed.kind === 'unusable' || parsed.answers.size === 3);
    });
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
      resourceState: { ec2: state(id), lambda: state(id), eks: state(id) },
    })),
    failedAccounts: ids.slice(0, 2).map((id) => ({
      accountId: id,
      ...state(id),
      resourceStatus: { ec2: `S of ${id}`, ecr: `S of ${id}` },
    })),
  };
}

/** Replaces, removes, doubles or adds parts, anywhere but inside the values that carry the marks. */
function mutate(random: Random, body: unknown, times: number): unknown {
  const root = { body };
  for (let time = 0; time < times; time++) {
    const parents: object[] = [];
    const collect = (value: unknown) => {
      if (typeof value === 'object' && value !== null) {
        parents.push(value);
        Object.values(value).forEach(collect);
      }
    };
    collect(root);
    const parent = pick(random, parents) as Record<string, unknown>;
    const keys = Object.keys(parent);
    const key = pick(random, keys.length > 0 ? keys : ['x']);
    switch (below(random, 4)) {
      case 0:
        parent[key] = randomJson(random, 2);
        break;
      case 1:
        if (Array.isArray(parent)) {
          parent.splice(Number(key) || 0, 1);
        } else {
          delete parent[key];
        }
        break;
      case 2:
        if (Array.isArray(parent) && parent.length > 0) {
          parent.push(structuredClone(parent[0]));
        }
        break;
      default:
        // As JSON has it: `__proto__` is a key like any other.
        Object.defineProperty(parent, pick(random, ['ec2', 'extra', 'errorCode', '__proto__']), {
          value: randomJson(random, 1),
          configurable: true,
          enumerable: true,
          writable: true,
        });
    }
  }
  return root.body;
}

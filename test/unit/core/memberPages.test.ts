/** Answers that list the accounts of an organisation are read without trusting them. */
import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { parseMembersPage, parseNamesPage } from '../../../src/core/answers/memberPages.ts';
import { anyJson, checkProperty } from '../support/properties.ts';

const member = (accountId: unknown, relationshipStatus: unknown = 'ENABLED', more: object = {}) => ({
  accountId,
  relationshipStatus,
  updatedAt: 1_760_000_000,
  ...more,
});

describe('a page of ListMembers', () => {
  it('has the members, who looks after them, and where the next page begins', () => {
    const delegatedAdminAccountId = '999999999999';
    const members = [
      member('111111111111', 'ENABLED', { delegatedAdminAccountId }),
      member('222222222222', 'CREATED', { delegatedAdminAccountId: '888888888888' }),
    ];
    assert.deepEqual(parseMembersPage({ members, nextToken: 'more' }), {
      kind: 'page',
      members: [
        { id: '111111111111', name: undefined, relationship: 'ENABLED' },
        { id: '222222222222', name: undefined, relationship: 'CREATED' },
      ],
      administrator: delegatedAdminAccountId,
      ignoredItems: 0,
      nextToken: 'more',
    });
  });

  it('leaves out who has left, and keeps who is not associated yet, or in a state that is new', () => {
    const statuses = [
      'REMOVED',
      'RESIGNED',
      'DELETED',
      'CREATED',
      'INVITED',
      'ACCOUNT_SUSPENDED',
      'BRAND_NEW',
      7,
    ];
    const members = statuses.map((status, index) => member(String(100_000_000_000 + index), status));
    const page = parseMembersPage({ members });
    assert.ok(page.kind === 'page');
    assert.deepEqual(
      page.members.map(({ relationship }) => relationship),
      ['CREATED', 'INVITED', 'ACCOUNT_SUSPENDED', 'BRAND_NEW', undefined],
    );
    assert.equal(page.ignoredItems, 0);
  });

  it('drops and counts items without an account id', () => {
    const bad = [
      null,
      'x',
      7,
      [],
      {},
      member(123456789012),
      member('12345678901'),
      member('１２３４５６７８９０１２'),
    ];
    const page = parseMembersPage({ members: [...bad, member('111111111111')], nextToken: '' });
    assert.ok(page.kind === 'page');
    assert.deepEqual([page.members.length, page.ignoredItems, page.nextToken], [1, bad.length, undefined]);
  });

  for (const body of [
    undefined,
    null,
    [],
    'x',
    {},
    { members: null },
    { members: {} },
    { members: [], nextToken: 7 },
    { members: [], nextToken: 'x'.repeat(1_000_001) },
  ]) {
    it(`is unusable as ${String(JSON.stringify(body)).slice(0, 40)}: nobody has left because of it`, () => {
      assert.deepEqual(parseMembersPage(body), { kind: 'unusable' });
    });
  }

  it('has nothing but account ids of twelve digits, whatever it is', () => {
    const item = fc.oneof(anyJson(), fc.record({ accountId: anyJson(1), relationshipStatus: anyJson(1) }));
    const body = fc.oneof(anyJson(), fc.record({ members: fc.array(item), nextToken: anyJson(1) }));
    checkProperty(
      fc.property(body, (value) => {
        const page = parseMembersPage(value);
        if (page.kind === 'page') {
          const { members } = value as { members: unknown[] };
          assert.ok(page.members.every(({ id }) => /^[0-9]{12}$/.test(id)));
          assert.ok(page.members.length + page.ignoredItems <= members.length);
          assert.ok(page.nextToken !== '');
        }
      }),
      500,
    );
  });
});

describe('a page of ListAccounts', () => {
  it('has the names, fit for one line and without secrets', () => {
    const page = parseNamesPage({
      Accounts: [
        { Id: '111111111111', Name: 'payments-live', Email: 'root@example.com' },
        { Id: '222222222222', Name: ' two\nlines\u202e ' },
        { Id: '333333333333', Name: `leak password=hunter2hunter2 ${'x'.repeat(2000)}` },
        { Id: '444444444444', Name: '' },
        { Id: '555555555555' },
        { Id: 'x', Name: 'nobody' },
        null,
      ],
      NextToken: 'more',
    });
    assert.ok(page.kind === 'page');
    assert.deepEqual([...page.names.keys()], ['111111111111', '222222222222', '333333333333']);
    assert.equal(page.names.get('111111111111' as never), 'payments-live');
    assert.equal(page.names.get('222222222222' as never), 'two lines');
    assert.doesNotMatch(page.names.get('333333333333' as never) ?? '', /hunter2/);
    assert.ok((page.names.get('333333333333' as never) ?? '').length <= 100);
    assert.equal(page.nextToken, 'more');
  });

  it('is a page or unusable, whatever it is', () => {
    const item = fc.oneof(anyJson(), fc.record({ Id: anyJson(1), Name: anyJson(1) }));
    checkProperty(
      fc.property(fc.oneof(anyJson(), fc.record({ Accounts: fc.array(item) })), (value) => {
        const page = parseNamesPage(value);
        const isList = Array.isArray((value as { Accounts?: unknown } | null)?.Accounts);
        assert.equal(page.kind, isList ? 'page' : 'unusable');
      }),
      300,
    );
  });
});

/** The settings that package.json declares are those that the code reads, with the same defaults and limits. */
import assert from 'node:assert/strict';
import { parseConfiguration } from '../../src/core/configuration.ts';
import { INSPECTOR_REGIONS } from '../../src/core/regions.ts';
import { SETTINGS_SECTION } from '../../src/vscode/ids.ts';
import { configure, NO_SETTINGS } from './support/builders.ts';
import { manifest, readProjectFile } from './support/manifest.ts';

interface Property {
  readonly scope: string;
  readonly default: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxItems?: number;
  readonly pattern?: string;
  readonly items?: { readonly pattern?: string };
}

describe('manifest: settings', () => {
  const properties: Readonly<Record<string, Property>> = manifest.contributes.configuration.properties;
  const setting = (name: string): Property => {
    const property = properties[`${SETTINGS_SECTION}.${name}`];
    assert.ok(property, name);
    return property;
  };
  const names = Object.keys(properties).map((key) => key.slice(SETTINGS_SECTION.length + 1));

  it('declares the settings that are read, and reads those that are declared', () => {
    const readNames = [...readProjectFile('src/vscode/settings.ts').matchAll(/\bread\('(\w+)'\)/g)].map(
      ([, name]) => name,
    );
    assert.deepEqual(readNames.sort(), [...names].sort());
    assert.deepEqual(Object.keys(NO_SETTINGS).sort(), [...names].sort());
    assert.ok(Object.keys(properties).every((key) => key.startsWith(`${SETTINGS_SECTION}.`)));
  });

  it('has defaults that mean the same as no setting at all', () => {
    const defaults = Object.fromEntries(names.map((name) => [name, setting(name).default]));
    assert.deepEqual(configure(defaults), parseConfiguration(NO_SETTINGS));
    const { refreshIntervalMinutes, maxConcurrentRequests, showStatusBar, profile, regions } = configure();
    assert.deepEqual(
      { refreshIntervalMinutes, maxConcurrentRequests, showStatusBar, profile, regions },
      Object.fromEntries(
        ['refreshIntervalMinutes', 'maxConcurrentRequests', 'showStatusBar', 'profile', 'regions'].map(
          (name) => [name, defaults[name]],
        ),
      ),
    );
  });

  it('marks the numbers that the code would change, and no others', () => {
    for (const name of ['refreshIntervalMinutes', 'maxConcurrentRequests'] as const) {
      const { minimum = Number.NaN, maximum = Number.NaN } = setting(name);
      for (const value of [minimum, maximum]) {
        assert.deepEqual(configure({ [name]: value }).problems, [], `${name} ${value}`);
      }
      for (const value of [minimum - 1, maximum + 1]) {
        assert.equal(configure({ [name]: value }).problems[0]?.code, 'outOfRange', `${name} ${value}`);
      }
    }
    const { maxItems = 0 } = setting('accountIds');
    const ids = Array.from({ length: maxItems + 1 }, (_, index) => String(index).padStart(12, '0'));
    assert.equal(configure({ accountIds: ids }).problems[0]?.code, 'tooMany');
    assert.deepEqual(configure({ accountIds: ids.slice(1) }).problems, []);
  });

  it('marks no Region as wrong that the code takes', () => {
    const region = new RegExp(setting('regions').items?.pattern ?? '^$');
    assert.ok(
      [...INSPECTOR_REGIONS.keys(), 'us-moon-1', 'us-isob-east-1'].every((each) => region.test(each)),
    );
  });

  for (const [url, taken] of [
    ['', true],
    ['https://example.com', true],
    ['https://example.com:8443/base', true],
    ['http://localhost:4600', true],
    ['http://127.0.0.1', true],
    ['http://[::1]:4600/', true],
    ['http://example.com', false],
    ['http://localhost.example.com', false],
    ['http://127.0.0.1.example.com', false],
    ['https://user:secret@example.com', false],
    ['ftp://example.com', false],
  ] as const) {
    it(`marks the endpoint ${JSON.stringify(url)} as ${taken ? 'right' : 'wrong'}, as the code does`, () => {
      assert.equal(!configure({ endpointUrl: url }).blocked, taken);
      assert.equal(new RegExp(setting('endpointUrl').pattern ?? '^$').test(url), taken);
    });
  }

  it('lets no workspace choose the endpoint (invariant 7, G3)', () => {
    assert.equal(setting('endpointUrl').scope, 'machine');
  });

  it('reads nothing of an untrusted workspace that says who, where or whom to ask (G1)', () => {
    const { supported, restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
    assert.equal(supported, 'limited');
    for (const name of ['accountIds', 'profile', 'regions', 'endpointUrl']) {
      assert.ok(restrictedConfigurations.includes(`${SETTINGS_SECTION}.${name}`), name);
    }
    assert.ok(restrictedConfigurations.every((key: string) => Object.hasOwn(properties, key)));
  });
});

/** The settings that package.json declares are those that the code reads, with the same defaults and limits. */
import assert from 'node:assert/strict';
import { KNOWN_SCAN_TYPES } from '../../src/core/model.ts';
import { INSPECTOR_REGIONS } from '../../src/core/regions.ts';
import { parseConfiguration } from '../../src/core/settings/configuration.ts';
import { SETTINGS_SECTION } from '../../src/vscode/ids.ts';
import { configure, configureOne, NO_SETTINGS } from './support/builders.ts';
import { manifest, readProjectFile } from './support/manifest.ts';

interface Property {
  readonly scope: string;
  readonly default: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxItems?: number;
  readonly pattern?: string;
  readonly items?: {
    readonly pattern?: string;
    readonly examples?: readonly string[];
    readonly anyOf?: readonly {
      readonly enum?: readonly string[];
      readonly markdownEnumDescriptions?: readonly string[];
      readonly pattern?: string;
    }[];
    readonly properties?: Readonly<Record<string, Property>>;
  };
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
    const readNames = [
      ...readProjectFile('src/vscode/settings/settings.ts').matchAll(/\bread\('(\w+)'\)/g),
    ].map(([, name]) => name);
    assert.deepEqual(readNames.sort(), [...names].sort());
    assert.deepEqual(Object.keys(NO_SETTINGS).sort(), [...names].sort());
    assert.ok(Object.keys(properties).every((key) => key.startsWith(`${SETTINGS_SECTION}.`)));
  });

  it('has defaults that mean the same as no setting at all', () => {
    const defaults = Object.fromEntries(names.map((name) => [name, setting(name).default]));
    assert.deepEqual(configure(defaults), parseConfiguration(NO_SETTINGS));
    const { refreshIntervalMinutes, maxConcurrentRequests, showStatusBar, profile, regions } = configureOne();
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
    const { maxItems: maxRegions = 0 } = setting('regions');
    const regions = Array.from({ length: maxRegions + 1 }, () => 'us-east-1');
    assert.equal(configure({ regions }).problems[0]?.code, 'tooMany');
    assert.notEqual(configure({ regions: regions.slice(1) }).problems[0]?.code, 'tooMany');
  });

  it('offers the Regions with Amazon Inspector, for all and in a scope', () => {
    const known = [...INSPECTOR_REGIONS.keys()];
    assert.deepEqual(setting('regions').items?.examples, known);
    assert.deepEqual(setting('scopes').items?.properties?.['regions']?.items?.examples, known);
  });

  it('offers the scan types with a word on each, and marks none as wrong that the code takes', () => {
    const [known, other] = setting('requiredScanTypes').items?.anyOf ?? [];
    assert.deepEqual(known?.enum, KNOWN_SCAN_TYPES);
    assert.equal(known?.markdownEnumDescriptions?.length, KNOWN_SCAN_TYPES.length);
    for (const [key, taken] of [
      ['eks', true],
      ['EC2', true],
      ['Lambda standard', false],
      ['', false],
    ] as const) {
      const [problem] = configure({ requiredScanTypes: [key] }).problems;
      assert.equal(problem?.severity !== 'error', taken, key);
      assert.equal(new RegExp(other?.pattern ?? '^$').test(key), taken, key);
    }
    const { maxItems = 0 } = setting('requiredScanTypes');
    const many = Array.from({ length: maxItems + 1 }, (_, index) => `scanType${index}`);
    const isTooMany = (entries: readonly string[]) =>
      configure({ requiredScanTypes: entries }).problems.some(({ code }) => code === 'tooMany');
    assert.ok(isTooMany(many) && !isTooMany(many.slice(1)));
  });

  it('lets an untrusted workspace say what must be on: it chooses neither who nor where', () => {
    const { restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
    assert.ok(!restrictedConfigurations.includes(`${SETTINGS_SECTION}.requiredScanTypes`));
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

  it('lets no workspace choose the endpoint: invariant 7 (G3)', () => {
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

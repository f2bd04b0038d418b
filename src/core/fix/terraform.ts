// toTerraform: resources that turn on what is missing and keep on what is on, which Terraform would turn off otherwise.

import { toBatches } from '../batches.ts';
import { KNOWN_SCAN_TYPES } from '../model.ts';
import type { Fix } from './fixPlan.ts';
import { toResourceTypes } from './resourceTypes.ts';

/**
 * A provider for each profile and Region, and a resource for at most a hundred accounts of which the same is to be on
 * in the end: https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/inspector2_enabler
 */
export function toTerraform(fixes: readonly Fix[]): string {
  const byPlace = new Map<string, Fix[]>();
  for (const fix of fixes) {
    const key = JSON.stringify([fix.profile, fix.region]);
    byPlace.set(key, [...(byPlace.get(key) ?? []), fix]);
  }
  const taken = new Map<string, number>();
  const blocks: string[] = [];
  for (const inPlace of byPlace.values()) {
    const [{ profile, region } = { profile: '', region: '' }] = inPlace;
    const count = (taken.get(region) ?? 0) + 1;
    taken.set(region, count);
    const name = `inspector_${region.replaceAll('-', '_')}${count === 1 ? '' : `_profile${count}`}`;
    blocks.push(toProvider(name, region, profile));
    for (const [at, { wanted, ids }] of mergeWanted(inPlace).entries()) {
      blocks.push(
        [
          `resource "aws_inspector2_enabler" "${name}_${at + 1}" {`,
          `  provider       = aws.${name}`,
          `  account_ids    = ${toList(ids)}`,
          `  resource_types = ${toList(wanted)}`,
          '}',
        ].join('\n'),
      );
    }
  }
  return blocks.join('\n\n');
}

function toProvider(name: string, region: string, profile: string): string {
  const lines =
    profile === ''
      ? [`  alias  = "${name}"`, `  region = "${region}"`]
      : [`  alias   = "${name}"`, `  region  = "${region}"`, `  profile = ${toHclString(profile)}`];
  return ['provider "aws" {', ...lines, '}'].join('\n');
}

/** Accounts by all that is to be on in the end. */
function mergeWanted(fixes: readonly Fix[]): { wanted: string[]; ids: string[] }[] {
  const merged = new Map<string, { wanted: string[]; ids: Fix['accountIds'][number][] }>();
  for (const { missing, on, accountIds } of fixes) {
    const wanted = toResourceTypes(
      KNOWN_SCAN_TYPES.filter((each) => missing.includes(each) || on.includes(each)),
    );
    const known = merged.get(wanted.join()) ?? { wanted, ids: [] };
    merged.set(wanted.join(), known);
    known.ids.push(...accountIds);
  }
  return [...merged.values()].flatMap(({ wanted, ids }) =>
    toBatches(ids).map((batch) => ({ wanted, ids: batch })),
  );
}

function toList(values: readonly string[]): string {
  return `[${values.map((each) => `"${each}"`).join(', ')}]`;
}

/** Nothing in it ends the string, or is a template: https://developer.hashicorp.com/terraform/language/expressions/strings */
function toHclString(text: string): string {
  const escaped = text
    .toWellFormed()
    .replace(/[\\"]/g, '\\$&')
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, toHclEscape)
    .replace(/[$%](?=\{)/g, '$&$&');
  return `"${escaped}"`;
}

function toHclEscape(character: string): string {
  return `\\U${(character.codePointAt(0) ?? 0).toString(16).padStart(8, '0').toUpperCase()}`;
}

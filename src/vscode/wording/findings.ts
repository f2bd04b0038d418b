// findFindings: what there is to say of an account in some Regions, each thing once however many Regions share it.

import { l10n } from 'vscode';
import type { Answer, Failure, ServiceError } from '../../core/model.ts';
import type { Place } from '../../core/rows/rows.ts';
import { type Condition, errorOf } from '../../core/state/summary.ts';
import { toSingleLine } from '../../core/text.ts';
import { describeProfile } from './credentials.ts';
import { ACCOUNTS_PAGE, getConditionPage, getErrorPage } from './documentation.ts';
import { explainError } from './errors.ts';
import { explainRegions, type Waiting } from './regionFailures.ts';
import { explainRequired } from './required.ts';
import { conditionOfPlace } from './rows.ts';
import { toHeading } from './sentences.ts';
import { describeScanType, explainStatus } from './states.ts';

export interface Finding {
  /** A few words; none where the title of the hover says it. */
  readonly title: string | undefined;
  /** Undefined where the title says it all. */
  readonly why: string | undefined;
  readonly nextStep: string | undefined;
  /** The service's own words, on one line. Text from outside: show it inert. */
  readonly raw: string | undefined;
  /** Of the AWS documentation. */
  readonly page: string | undefined;
  /** Scan types and Regions, in words; empty where it is about all that the hover shows. */
  readonly where: readonly string[];
}

type Words = Omit<Finding, 'where'>;
type Found = Map<string, Words & { readonly where: string[] }>;

/**
 * What is required first, then what fails, in the order of the places; what a state means only where it asks for
 * something, or stands alone; and last what whole Regions have in common, which their own rows say as well.
 */
export function findFindings(places: readonly Place[], waiting: Waiting): Finding[] {
  const ofAccount: Found = new Map();
  const ofRegions: Found = new Map();
  const note = (key: string, where: string | undefined, toWords: () => Words, found = ofAccount) => {
    const known = found.get(key) ?? { ...toWords(), where: [] };
    found.set(key, known);
    if (where !== undefined && !known.where.includes(where)) {
      known.where.push(where);
    }
  };
  const isAlone = places.length === 1;
  for (const place of places) {
    for (const title of explainRequired(place)) {
      note(`required/${title}`, isAlone ? undefined : place.reading.region, () => ({
        title,
        why: undefined,
        nextStep: undefined,
        raw: undefined,
        page: undefined,
      }));
    }
  }
  for (const { entry, reading } of places) {
    const region = isAlone ? undefined : reading.region;
    const { failure } = reading;
    // A value that is out of date stands beside the reason why there is no newer one.
    if (failure !== undefined && (entry.kind !== 'read' || entry.stale)) {
      const key = toKey(failure);
      const sharing = places.flatMap((each) =>
        each.reading.failure !== undefined && toKey(each.reading.failure) === key ? each.reading : [],
      );
      const toWords = () => {
        const words = explainRegions(failure, describeProfile(reading.scope.profile), sharing, waiting);
        return { ...words, title: toHeading(words.title), raw: undefined, page: undefined };
      };
      note(key, region, toWords, ofRegions);
    }
    if (entry.kind !== 'read') {
      continue;
    }
    if (entry.answer.kind !== 'status') {
      const { answer } = entry;
      note(answer.kind, region, () => explainAnswer(answer));
    } else {
      const error = errorOf(entry.answer);
      if (error !== undefined) {
        note(`error/${error.code}`, region, () => toErrorWords(error));
      }
      for (const { scanType, error } of entry.answer.scanTypes) {
        if (error !== undefined) {
          const name = describeScanType(scanType);
          const where = region === undefined ? name : l10n.t('{0} in {1}', name, region);
          note(`error/${error.code}`, where, () => toErrorWords(error));
        }
      }
    }
  }
  const [worst] = places;
  const status = worst && explainCondition(worst, ofAccount.size + ofRegions.size === 0);
  return [...ofAccount.values(), ...(status === undefined ? [] : [status]), ...ofRegions.values()];
}

/** The same for failures with the same words. */
function toKey({ kind, code, service }: Failure): string {
  return `${kind}/${code}/${service}`;
}

/** Of a scan type alone. */
export function toErrorWords(error: ServiceError): Words {
  return {
    ...explainError(error),
    raw: toSingleLine(`${error.code} ${error.message ?? ''}`, 600) || undefined,
    page: getErrorPage(error.code),
  };
}

function explainAnswer(answer: Exclude<Answer, { readonly kind: 'status' }>): Words {
  const common = { title: undefined, nextStep: undefined, page: ACCOUNTS_PAGE };
  switch (answer.kind) {
    case 'notReturned':
      return {
        ...common,
        why: l10n.t(
          'Inspector answered, but did not mention this account. This does not mean that Inspector is disabled. Check the id, and read as the delegated administrator in this Region.',
        ),
        raw: undefined,
      };
    case 'refused':
      return {
        ...common,
        why: l10n.t(
          'Inspector refuses every request that contains this id; the other accounts were read without it. Check the id.',
        ),
        raw: answer.message,
      };
  }
}

/** These ask for something whatever else there is to say. */
const ASKS: ReadonlySet<Condition> = new Set<Condition>(['noneOn', 'off', 'suspended']);

function explainCondition(place: Place, isAlone: boolean): Finding | undefined {
  const { entry } = place;
  const condition = conditionOfPlace(place);
  if (entry.kind !== 'read' || entry.answer.kind !== 'status' || !(isAlone || ASKS.has(condition))) {
    return undefined;
  }
  const why = errorOf(entry.answer) === undefined ? explainStatus(condition, entry.answer.status) : undefined;
  return why === undefined
    ? undefined
    : {
        title: undefined,
        why,
        nextStep: undefined,
        raw: undefined,
        page: getConditionPage(condition),
        where: [],
      };
}

// SharedAnswers: one object for all accounts of which the service says the same. Thousands of accounts have a few dozen
// different answers: kept once each, they take a tenth of the memory, and are judged once.

import type { Answer } from '../model.ts';
import { isSameAnswer } from './answer.ts';

/** So many different ones are looked through; what comes seldom is not worth a longer look. */
const MAX_DIFFERENT = 64;

export class SharedAnswers {
  /** The latest one first: neighbours are often alike. */
  private readonly recent: Answer[] = [];

  /** The object that stands for what the answer says. */
  share(answer: Answer): Answer {
    const { recent } = this;
    const at = recent.findIndex((each) => isSameAnswer(each, answer));
    const shared = recent[at] ?? answer;
    if (at !== 0) {
      if (at > 0 || recent.length >= MAX_DIFFERENT) {
        recent.splice(at, 1);
      }
      recent.unshift(shared);
    }
    return shared;
  }
}

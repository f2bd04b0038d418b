// takeAllSteps: work that could pause, done in one go.

/** What the work comes to at its end. */
export function takeAllSteps<Result>(steps: Generator<void, Result, void>): Result {
  for (;;) {
    const step = steps.next();
    if (step.done === true) {
      return step.value;
    }
  }
}

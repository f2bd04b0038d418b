// once: makes something when it is first asked for, and the same for all who ask.

/** Whoever asks after a failure has it made again: what failed then may be mended by now. */
export function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    if (made === undefined) {
      const making = make();
      made = making;
      making.catch(() => {
        made = undefined;
      });
    }
    return made;
  };
}

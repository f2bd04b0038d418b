/** Lets everything run that waits for nothing but promises. */
export function flush(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

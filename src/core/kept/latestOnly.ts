// LatestOnly: one save at a time; of those asked for meanwhile, only the last one follows.

export class LatestOnly<Value> {
  private readonly save: (value: Value) => Promise<void>;
  private next: { readonly value: Value } | undefined;
  private saving: Promise<void> | undefined;

  constructor(save: (value: Value) => Promise<void>) {
    this.save = save;
  }

  /** Resolves when nothing is left to save. */
  request(value: Value): Promise<void> {
    this.next = { value };
    this.saving ??= this.saveNext().finally(() => (this.saving = undefined));
    return this.saving;
  }

  /** Forgets what waits. A save under way comes to its end or not. */
  forget(): void {
    this.next = undefined;
  }

  private async saveNext(): Promise<void> {
    for (let { next } = this; next !== undefined; { next } = this) {
      this.next = undefined;
      await this.save(next.value);
    }
  }
}

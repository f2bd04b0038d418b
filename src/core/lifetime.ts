// DisposableStore and Emitter: who creates, disposes.

export interface Disposable {
  dispose(): void;
}

/** Subscribes a listener; disposing of the result unsubscribes it. */
export type Event<T> = (listener: (value: T) => void) => Disposable;

/** Owns disposables and disposes of them in reverse order, once, all of them even if one throws. Adding after disposal disposes at once. */
export class DisposableStore implements Disposable {
  private readonly owned = new Set<Disposable>();
  private disposed = false;

  get isDisposed(): boolean {
    return this.disposed;
  }

  add<T extends Disposable>(disposable: T): T {
    if (this.disposed) {
      disposable.dispose();
    } else {
      this.owned.add(disposable);
    }
    return disposable;
  }

  dispose(): void {
    this.disposed = true;
    const owned = [...this.owned].reverse();
    this.owned.clear();
    const errors: unknown[] = [];
    for (const disposable of owned) {
      try {
        disposable.dispose();
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) {
      throw errors.length === 1 ? errors[0] : new AggregateError(errors);
    }
  }
}

/** A source of events. A listener that throws does not keep the others from being called. */
export class Emitter<T> implements Disposable {
  private readonly listeners = new Set<(value: T) => void>();

  readonly event: Event<T> = (listener) => {
    // A wrapper of its own for each subscription: the same function may subscribe twice.
    const subscription = (value: T) => listener(value);
    this.listeners.add(subscription);
    return { dispose: () => this.listeners.delete(subscription) };
  };

  get hasListeners(): boolean {
    return this.listeners.size > 0;
  }

  fire(value: T): void {
    for (const listener of [...this.listeners]) {
      if (!this.listeners.has(listener)) {
        // Unsubscribed by a listener before it.
        continue;
      }
      try {
        listener(value);
      } catch (error) {
        // A bug in one listener must surface, but not here, where it would starve the listeners behind it.
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }

  dispose(): void {
    this.listeners.clear();
  }
}

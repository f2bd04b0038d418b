/** Changes of files come in bursts, and may be of our own making: little work, and never a loop at full speed. */
import assert from 'node:assert/strict';
import { ChangePace } from '../../../src/core/refresh/changePace.ts';
import { flush } from '../support/flush.ts';
import { VirtualClock } from '../support/virtualClock.ts';

class Bench {
  readonly clock = new VirtualClock();
  private readonly startedAt = this.clock.now();
  /** When work began, in milliseconds since the start. */
  readonly began: number[] = [];
  work: () => Promise<void> = async () => {};
  isWaitedFor = false;
  isWatched = true;
  private state = 0;
  look: () => Promise<string> = async () => String(this.state);
  private made: ChangePace | undefined;

  /** One that has taken its first look; after that something failed that a change can mend. */
  static async start(): Promise<Bench> {
    const bench = new Bench();
    bench.make();
    await flush();
    bench.isWaitedFor = true;
    return bench;
  }

  make(): void {
    this.made = new ChangePace({
      clock: this.clock,
      look: () => this.look(),
      work: () => {
        this.began.push(this.clock.now() - this.startedAt);
        return this.work();
      },
      isWaitedFor: () => this.isWaitedFor,
      isWatched: () => this.isWatched,
    });
  }

  get pace(): ChangePace {
    assert.ok(this.made);
    return this.made;
  }

  get elapsed(): number {
    return this.clock.now() - this.startedAt;
  }

  /** A change, and being told of it at once. */
  change(): void {
    this.state++;
    this.pace.note();
  }

  /** A change of which nobody tells. */
  changeSilently(): void {
    this.state++;
  }

  /** In small steps: what is awaited must not come out later than it would. */
  async advance(ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += 100) {
      this.clock.advance(Math.min(100, ms - passed));
      await flush();
    }
    await flush();
  }
}

describe('changes of files', () => {
  it('in a burst make work once, half a second after the first', async () => {
    const bench = await Bench.start();
    for (let change = 0; change < 20; change++) {
      bench.change();
      await bench.advance(20);
    }
    assert.deepEqual(bench.began, []);
    await bench.advance(10_000);
    assert.deepEqual(bench.began, [500]);
    assert.equal(bench.clock.timerCount, 0, 'nothing is looked at again and again');
  });

  it('wait while nobody looks at the window, and make work once when somebody does (E13)', async () => {
    const bench = await Bench.start();
    bench.isWatched = false;
    for (let change = 0; change < 5; change++) {
      bench.change();
      await bench.advance(10_000);
    }
    assert.deepEqual([bench.began, bench.clock.timerCount], [[], 0]);
    bench.isWatched = true;
    for (let looks = 0; looks < 2; looks++) {
      bench.pace.catchUp();
      await bench.advance(10_000);
    }
    assert.deepEqual(bench.began, [50_500]);
  });

  it('make no work when somebody looks at the window, where there were none (E13)', async () => {
    const bench = await Bench.start();
    bench.isWatched = false;
    await bench.advance(10_000);
    bench.isWatched = true;
    bench.pace.catchUp();
    assert.equal(bench.clock.timerCount, 0);
  });

  it('one after the other are each seen to as fast as the first', async () => {
    const bench = await Bench.start();
    for (let change = 0; change < 5; change++) {
      bench.change();
      await bench.advance(2000);
    }
    assert.deepEqual(bench.began, [500, 2500, 4500, 6500, 8500]);
  });

  it('that are told of again and again, and late, make work once: it counts what is found', async () => {
    const bench = await Bench.start();
    bench.change();
    for (let told = 0; told < 20; told++) {
      await bench.advance(600);
      bench.pace.note();
    }
    assert.deepEqual(bench.began, [500]);
    bench.change();
    await bench.advance(500);
    assert.deepEqual(bench.began, [500, 12_500], 'what was told in vain keeps no change waiting');
  });

  it('that nobody tells of are found by whoever looks', async () => {
    const bench = await Bench.start();
    bench.changeSilently();
    await bench.advance(5000);
    bench.pace.note();
    await bench.advance(500);
    assert.deepEqual(bench.began, [5500]);
  });

  it('while the work goes on make it follow once, told of or not', async () => {
    for (const change of ['change', 'changeSilently'] as const) {
      const bench = await Bench.start();
      const first = Promise.withResolvers<void>();
      bench.work = () => first.promise;
      bench.change();
      await bench.advance(600);
      bench[change]();
      bench[change]();
      await bench.advance(5000);
      assert.deepEqual(bench.began, [500]);
      first.resolve();
      await flush();
      await bench.advance(10_000);
      assert.deepEqual(bench.began, [500, 6100]);
    }
  });

  it('told of while the work goes on, which are no others, make nothing follow', async () => {
    const bench = await Bench.start();
    bench.work = async () => bench.pace.note();
    bench.change();
    await bench.advance(10_000);
    assert.deepEqual([bench.began, bench.clock.timerCount], [[500], 0]);
  });

  it('after work that has mended all are each seen to as fast as the first', async () => {
    const bench = await Bench.start();
    bench.isWaitedFor = false;
    for (let change = 0; change < 20; change++) {
      bench.change();
      await bench.advance(500);
    }
    assert.equal(bench.began.length, 20);
  });

  it('that a person makes in vain, three in a row, each at once after the one before, do not wait', async () => {
    const bench = await Bench.start();
    for (let change = 0; change < 3; change++) {
      bench.change();
      await bench.advance(600);
    }
    assert.deepEqual(bench.began, [500, 1100, 1700]);
  });

  for (const [when, delayMs] of [
    ['while it goes on', 0],
    ['and a moment after it', 300],
  ] as const) {
    it(`that the work makes itself, ${when}, make a slow loop and no busy one`, async () => {
      const bench = await Bench.start();
      const change = () => bench.change();
      bench.work = async () => {
        if (delayMs === 0) {
          change();
        } else {
          bench.clock.startTimer(delayMs, change);
        }
      };
      bench.change();
      await bench.advance(3_600_000);
      assert.ok(bench.began.length < 70, `${bench.began.length} times in an hour`);
      bench.work = async () => {};
      await bench.advance(120_000);
      const count = bench.began.length;
      bench.change();
      await bench.advance(600);
      assert.equal(bench.began.length, count + 1, 'fast again');
    });
  }

  it('are taken for an echo within a second after the work, and not from then on', async () => {
    for (const [afterMs, pauseMs] of [
      [900, 1000],
      [1000, 500],
    ] as const) {
      const bench = await Bench.start();
      for (let change = 0; change < 3; change++) {
        bench.change();
        await bench.advance(500 + 900);
      }
      await bench.advance(afterMs - 900);
      const changedAt = bench.elapsed;
      bench.change();
      await bench.advance(5000);
      assert.equal(bench.began.at(-1), changedAt + pauseMs);
    }
  });

  it('need not have been for it to end', async () => {
    const bench = await Bench.start();
    bench.pace.dispose();
    bench.change();
    assert.equal(bench.clock.timerCount, 0);
  });

  it('are seen to also when the clock has been set back', async () => {
    const bench = await Bench.start();
    bench.change();
    await bench.advance(600);
    bench.clock.jump(-86_400_000);
    bench.change();
    await bench.advance(2000);
    assert.equal(bench.began.length, 2);
  });

  it('are not seen to any more after the end', async () => {
    const bench = await Bench.start();
    bench.change();
    bench.pace.dispose();
    bench.change();
    await bench.advance(10_000);
    assert.deepEqual([bench.began, bench.clock.timerCount], [[], 0]);
  });

  it('are not seen to when the end comes while somebody looks', async () => {
    const bench = await Bench.start();
    bench.change();
    bench.clock.advance(500);
    bench.pace.dispose();
    await bench.advance(10_000);
    assert.deepEqual([bench.began, bench.clock.timerCount], [[], 0]);
  });

  describe('while the first look takes long, as in a home folder that hangs', () => {
    async function startLooking(): Promise<{ bench: Bench; end: () => Promise<void> }> {
      const bench = new Bench();
      const looked = Promise.withResolvers<void>();
      const { look } = bench;
      bench.look = async () => {
        const found = await look();
        await looked.promise;
        return found;
      };
      bench.make();
      await bench.advance(60_000);
      const end = async () => {
        looked.resolve();
        await flush();
        await bench.advance(10_000);
      };
      return { bench, end };
    }

    it('keep nobody waiting, and begin nothing', async () => {
      const { bench, end } = await startLooking();
      assert.deepEqual([bench.began, bench.clock.timerCount], [[], 0]);
      await end();
      bench.pace.note();
      await bench.advance(1000);
      assert.deepEqual(bench.began, [], 'nothing has changed since');
      bench.change();
      await bench.advance(500);
      assert.equal(bench.began.length, 1);
    });

    for (const change of ['change', 'note'] as const) {
      it(`make work once it has ended, whether it found them or not (${change})`, async () => {
        const { bench, end } = await startLooking();
        for (let time = 0; time < 3; time++) {
          if (change === 'change') {
            bench.change();
          } else {
            bench.pace.note();
          }
        }
        await end();
        assert.deepEqual(bench.began, [60_500]);
      });
    }

    it('make work once it has ended where something is waited for by then: it may have been read before', async () => {
      const { bench, end } = await startLooking();
      bench.changeSilently();
      bench.isWaitedFor = true;
      await end();
      assert.deepEqual(bench.began, [60_500]);
    });

    it('are not seen to when it ends after the end', async () => {
      const { bench, end } = await startLooking();
      bench.change();
      bench.pace.dispose();
      await end();
      assert.deepEqual([bench.began, bench.clock.timerCount], [[], 0]);
    });
  });
});

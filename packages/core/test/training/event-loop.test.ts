import { afterEach, describe, expect, it, vi } from 'vitest';
import { breather } from '../../src/data/event-loop.js';

/** Whether a timer that is due got its turn while `wait` ran. */
async function letsTimersRun(wait: () => Promise<void>): Promise<boolean> {
  let ran = false;
  setTimeout(() => {
    ran = true;
  }, 0);
  await sleepBusily(3);
  await wait();
  return ran;
}

/** Lets time pass without letting the event loop run. */
async function sleepBusily(milliseconds: number): Promise<void> {
  const until = performance.now() + milliseconds;
  while (performance.now() < until) await Promise.resolve();
}

describe('breather', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
  });

  it('lets timers run once its time is over', async () => {
    // Of the two, a timer may come after the first immediate: ask twice.
    const breathe = breather(2);
    expect(
      await letsTimersRun(async () => {
        await breathe();
        await sleepBusily(3);
        await breathe();
      }),
    ).toBe(true);
  });

  it('does not wait before', async () => {
    expect(await letsTimersRun(breather(60_000))).toBe(false);
  });

  it('counts anew after each breath', async () => {
    const now = vi.spyOn(performance, 'now').mockReturnValue(0);
    const nextTask = vi.spyOn(globalThis, 'setImmediate');
    const breathe = breather(50);
    for (const time of [60, 100, 110, 150, 160]) {
      now.mockReturnValue(time);
      await breathe();
    }
    expect(nextTask).toHaveBeenCalledTimes(3); // at 60, 110 and 160
  });

  it('posts a task if there is no setImmediate, as in browsers, so that other tasks run', async () => {
    const postTask = vi.fn((callback: () => void) => callback());
    vi.stubGlobal('setImmediate', undefined);
    vi.stubGlobal('scheduler', { postTask });
    const breathe = breather(1);
    await sleepBusily(3);
    await breathe();
    expect(postTask).toHaveBeenCalledTimes(1);
  });

  it('falls back to a timer', async () => {
    vi.stubGlobal('setImmediate', undefined);
    vi.stubGlobal('scheduler', undefined);
    const timers = vi.fn(setTimeout);
    vi.stubGlobal('setTimeout', timers);
    const breathe = breather(1);
    await sleepBusily(3);
    await breathe();
    expect(timers).toHaveBeenCalledTimes(1);
  });
});

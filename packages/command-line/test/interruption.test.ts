import { stat } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Interruption } from '../src/interruption.js';

afterEach(() => vi.useRealTimers());

function listen(underNpm = false) {
  const stops: string[] = [];
  const exits: number[] = [];
  const interruption = new Interruption({
    onStop: (signal) => stops.push(signal),
    exit: (code) => exits.push(code),
    underNpm,
  });
  return { interruption, stops, exits };
}

/** Delivers a signal as Node.js does: to every listener in this process. */
const send = (signal: 'SIGINT' | 'SIGTERM' | 'SIGHUP') => process.emit(signal, signal);

describe('Interruption', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s asks to stop, and a second one ends with %i', (signal, code) => {
    const { interruption, stops, exits } = listen();
    expect([interruption.signal.aborted, interruption.exitCode]).toEqual([false, undefined]);
    send(signal);
    expect([interruption.signal.aborted, interruption.exitCode, stops, exits]).toEqual([true, code, [signal], []]);
    send(signal);
    expect([stops, exits]).toEqual([[signal], [code]]);
    interruption.dispose();
  });

  it('stops once for SIGHUP, which a closed terminal sends several times', () => {
    const { interruption, stops, exits } = listen();
    for (let times = 0; times < 3; times++) send('SIGHUP');
    expect([interruption.signal.aborted, interruption.exitCode, stops, exits]).toEqual([true, 129, ['SIGHUP'], []]);
    send('SIGTERM');
    expect(exits).toEqual([143]);
    interruption.dispose();
  });

  it.runIf(process.platform !== 'win32')('is settled when a signal that was sent just before is received', async () => {
    const { interruption, stops } = listen();
    expect(await interruption.settled()).toBeUndefined();
    // A callback of the file system runs at the moment farthest from the next poll for signals.
    await new Promise((resolve) => stat('.', resolve));
    process.kill(process.pid, 'SIGTERM');
    expect([interruption.exitCode, stops]).toEqual([undefined, []]);
    expect(await interruption.settled()).toBe(143);
    interruption.dispose();
  });

  it('ignores signals after dispose', () => {
    const { interruption, stops } = listen();
    interruption.dispose();
    expect(process.listenerCount('SIGINT')).toBe(0);
    expect(stops).toEqual([]);
  });

  it('ignores the copy of a signal that npm sends', () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const { interruption, stops, exits } = listen(true);
    send('SIGINT');
    vi.advanceTimersByTime(20);
    send('SIGINT');
    expect([stops, exits]).toEqual([['SIGINT'], []]);
    vi.advanceTimersByTime(100);
    send('SIGINT');
    expect(exits).toEqual([130]);
    interruption.dispose();
  });
});

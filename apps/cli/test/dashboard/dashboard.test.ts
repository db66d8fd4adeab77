import { Writable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import type { Evaluation, TrainEvent } from '@nablajs/core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Dashboard } from '../../src/dashboard/dashboard.js';
import { dashboardObstacle } from '../../src/training/start-display.js';

const ENTER = '\u001b[?1049h\u001b[?25l\u001b[?7l';
const LEAVE = '\u001b[?7h\u001b[?25h\u001b[?1049l';

function terminal(columns = 80, rows = 24) {
  const written: string[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      written.push(String(chunk));
      done();
    },
  });
  const size = { columns, rows };
  return { stream: Object.assign(stream, size), written };
}

function dashboardOn(stream: ReturnType<typeof terminal>['stream'], score: 'accuracy' | 'perplexity' = 'accuracy') {
  const counts = { epochs: 4, rowsBefore: 0, rowsPerEpoch: 100 };
  const options = { run: 'runs/one', testName: 'test', score, colours: false, ...counts } as const;
  return new Dashboard({ ...options, learningRate: () => 0.05 }, stream);
}

const batch = (epoch: number, step: number, loss: number): TrainEvent => {
  return { type: 'batch', epoch, step, steps: 2, rows: 50, loss };
};
const epochEnd = (epoch: number, loss: number, accuracy: number): TrainEvent => {
  const validation = { loss, metrics: {}, classification: { accuracy } } as unknown as Evaluation;
  return { type: 'epoch-end', epoch, epochs: 4, loss, seconds: 1, validation, log: {} as never };
};

describe('Dashboard', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['performance', 'setInterval', 'clearInterval'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('shows the values of the events', () => {
    const { stream, written } = terminal();
    const dashboard = dashboardOn(stream);
    dashboard.resume();
    expect(written[0]?.startsWith(ENTER)).toBe(true);
    vi.advanceTimersByTime(1000);
    for (const event of [batch(1, 1, 0.9), batch(1, 2, 0.7), epochEnd(1, 0.6, 0.5)]) dashboard.update(event);
    for (const event of [batch(2, 1, 0.5), batch(2, 2, 0.4), epochEnd(2, 0.8, 0.75)]) dashboard.update(event);
    dashboard.update({ type: 'epoch-start', epoch: 3, epochs: 4, steps: 2 });
    dashboard.show('\u001b[33mnabla:\u001b[39m a warning');
    vi.advanceTimersByTime(1000);
    const frame = stripVTControlCharacters(written.at(-1) ?? '');
    dashboard.pause();
    expect(frame).toMatch(/ 50%epoch 3\/4 {3}step 0\/2 {3}learning rate 0\.05 {3}rows\/s 100 {3}elapsed 2s {3}ETA 2s/);
    expect(frame).toContain('best epoch 1 (test loss 0.6)');
    expect(frame).toContain('training 0.4  ┄┄ test 0.8');
    expect(frame).toContain('accuracy  ── test 75.00%');
    expect(frame).toMatch(/nabla: a warning$/);
    expect(written.at(-1)).toBe(LEAVE);
  });

  it('shows the perplexity of a text', () => {
    const { stream, written } = terminal();
    const dashboard = dashboardOn(stream, 'perplexity');
    dashboard.resume();
    const end = epochEnd(1, 1.5, 0.25) as Extract<TrainEvent, { type: 'epoch-end' }>;
    const validation = { ...end.validation, metrics: { perplexity: 4.5 } } as unknown as Evaluation;
    for (const event of [batch(1, 1, 2), batch(1, 2, 1.5), { ...end, validation }]) dashboard.update(event);
    vi.advanceTimersByTime(1000);
    dashboard.pause();
    expect(stripVTControlCharacters(written.join(''))).toContain('perplexity  ── test 4.5');
  });

  it('is drawn at most ten times a second', () => {
    const { stream, written } = terminal();
    const dashboard = dashboardOn(stream);
    dashboard.resume();
    const before = written.length;
    for (let step = 1; step <= 5000; step++) {
      vi.advanceTimersByTime(1);
      dashboard.update(batch(1, step, 1 / step));
    }
    const draws = written.length - before;
    expect(draws).toBeGreaterThan(40);
    expect(draws).toBeLessThanOrEqual(50);
    dashboard.pause();
  });

  it('is not drawn again if only the clock has changed', () => {
    const { stream, written } = terminal();
    const dashboard = dashboardOn(stream);
    dashboard.resume();
    const before = written.length;
    vi.advanceTimersByTime(10_000);
    expect(written.length - before).toBe(10);
    dashboard.pause();
  });

  it('uses the new size after a resize', () => {
    const { stream, written } = terminal();
    const dashboard = dashboardOn(stream);
    dashboard.resume();
    dashboard.update(batch(1, 1, 0.9));
    Object.assign(stream, { columns: 160, rows: 40 });
    stream.emit('resize');
    vi.advanceTimersByTime(150);
    const last = written.at(-1) ?? '';
    expect(last).toContain('\u001b[40;1H');
    expect(Math.max(...last.split('\u001b[2K').map((line) => stripVTControlCharacters(line).length))).toBe(160);
    dashboard.pause();
  });

  it('leaves the terminal once, removes its listeners, and comes back', () => {
    const { stream, written } = terminal();
    const counts = () =>
      ['exit', 'uncaughtExceptionMonitor', 'SIGTSTP', 'SIGQUIT', 'SIGCONT'].map((name) => process.listenerCount(name));
    const before = counts();
    const dashboard = dashboardOn(stream);
    dashboard.resume();
    expect(counts()).not.toEqual(before);
    dashboard.pause();
    dashboard.pause();
    expect(written.filter((text) => text === LEAVE)).toHaveLength(1);
    vi.advanceTimersByTime(5000);
    expect(written.at(-1)).toBe(LEAVE);
    dashboard.resume();
    expect(written.join('').split(ENTER)).toHaveLength(3);
    dashboard.pause();
    expect([counts(), stream.listenerCount('resize'), vi.getTimerCount()]).toEqual([before, 0, 0]);
  });

  it('leaves the terminal while the process is suspended', () => {
    const { stream, written } = terminal();
    const kill = vi.spyOn(process, 'kill').mockReturnValue(true);
    const dashboard = dashboardOn(stream);
    dashboard.resume();
    process.emit('SIGTSTP');
    expect(kill).toHaveBeenCalledWith(process.pid, 'SIGSTOP');
    expect(written.at(-1)).toBe(LEAVE);
    process.emit('SIGCONT');
    vi.advanceTimersByTime(1000);
    expect(written.join('').split(ENTER)).toHaveLength(3);
    process.emit('SIGTSTP');
    dashboard.pause();
    process.emit('SIGCONT');
    expect(written.at(-1)).toBe(LEAVE);
    kill.mockRestore();
  });
});

it.each([
  [{ isTTY: true, columns: 60, rows: 20 }, {}, false, undefined],
  [{ isTTY: true, columns: 59, rows: 20 }, {}, false, 'the terminal has 59 x 20 characters, fewer than 60 x 20'],
  [{ isTTY: true, columns: 60, rows: 19 }, {}, false, 'the terminal has 60 x 19 characters, fewer than 60 x 20'],
  [{ isTTY: true }, {}, false, 'this terminal does not report its size'],
  [{ isTTY: true, columns: 60, rows: 20 }, { TERM: 'dumb' }, false, 'this terminal cannot position text (TERM=dumb)'],
  [{ columns: 60, rows: 20 }, {}, false, 'stderr is not a terminal'],
  [{ isTTY: true, columns: 60, rows: 20 }, {}, true, '--json writes only JSON lines'],
])('of %j with %j and json %j: %s', (stream, environment, json, obstacle) => {
  expect(dashboardObstacle(stream, environment, json)).toBe(obstacle);
});

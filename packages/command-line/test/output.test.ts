import { describe, expect, it } from 'vitest';
import { failureLine, Output } from '../src/output.js';
import { captured } from './captured.js';

describe('Output', () => {
  it('writes results to stdout and notes to stderr', () => {
    const { streams, stdout, stderr } = captured();
    const output = new Output({ quiet: false, ...streams });
    output.print('a result');
    output.note('a remark');
    output.warn('a warning');
    expect(stdout()).toBe('a result\n');
    expect(stderr()).toBe('a remark\nnabla: a warning\n');
  });

  it('with quiet, drops notes but not warnings', () => {
    const { streams, stdout, stderr } = captured(true);
    const output = new Output({ quiet: true, ...streams });
    output.print('a result');
    output.note('a remark');
    output.warn('a warning');
    expect(stdout()).toBe('a result\n');
    expect(stderr()).toMatch(/ a warning\n$/);
    expect(stderr()).not.toContain('remark');
  });

  it('shows progress on a terminal, unless quiet or json is set', () => {
    const shows = (isTTY: boolean, options: { quiet: boolean; json?: boolean }) =>
      new Output({ ...options, ...captured(isTTY).streams }).showsProgress;
    expect([shows(true, { quiet: false }), shows(true, { quiet: true })]).toEqual([true, false]);
    expect([shows(false, { quiet: false }), shows(true, { quiet: false, json: true })]).toEqual([false, false]);
  });

  it('removes a drawing around each line', () => {
    const events: string[] = [];
    const stream = { write: (text: string) => events.push(text) };
    const output = new Output({ quiet: false, stdout: stream, stderr: stream });
    output.drawAround({ pause: () => events.push('pause'), resume: () => events.push('resume') });
    output.print('line');
    output.clear();
    output.clear();
    output.print('alone');
    expect(events).toEqual(['pause', 'line\n', 'resume', 'pause', 'alone\n']);
  });

  it('lets a drawing that fills the terminal show lines, and writes them after it', () => {
    const { streams, stdout, stderr } = captured(true);
    const output = new Output({ quiet: false, ...streams });
    const shown: string[] = [];
    const drawing = { pause: () => shown.push('pause'), resume: () => {}, show: (line: string) => shown.push(line) };
    output.drawAround(drawing);
    output.warn('first');
    output.print('second');
    expect([stdout(), stderr()]).toEqual(['', '']);
    output.clear();
    expect(shown).toEqual([expect.stringMatching(/first$/), 'second', 'pause']);
    expect([stdout(), stderr()]).toEqual(['second\n', expect.stringMatching(/first\n$/)]);
    output.clear();
    expect(stdout()).toBe('second\n');
  });

  it('writes lines at once if they do not go to the terminal', () => {
    const { streams, stdout } = captured(false);
    const output = new Output({ quiet: false, ...streams });
    const unexpected = () => expect.unreachable();
    output.drawAround({ pause: unexpected, resume: unexpected, show: unexpected });
    output.print('line');
    expect(stdout()).toBe('line\n');
  });
});

it('formats a failure as one line, without colours outside of a terminal', () => {
  expect(failureLine('no such file.', captured(false).streams.stderr)).toBe('nabla: no such file.\n');
});

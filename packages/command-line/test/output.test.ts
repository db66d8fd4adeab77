import { describe, expect, it } from 'vitest';
import { failureLine, Output } from '../src/output.js';
import { captured } from './captured.js';

describe('Output', () => {
  it('sends results to stdout and remarks to stderr', () => {
    const { streams, stdout, stderr } = captured();
    const output = new Output({ quiet: false, ...streams });
    output.print('a result');
    output.note('a remark');
    output.warn('a warning');
    expect(stdout()).toBe('a result\n');
    expect(stderr()).toBe('a remark\nnabla: a warning\n');
  });

  it('drops remarks, not warnings, where quiet', () => {
    const { streams, stdout, stderr } = captured(true);
    const output = new Output({ quiet: true, ...streams });
    output.print('a result');
    output.note('a remark');
    output.warn('a warning');
    expect(stdout()).toBe('a result\n');
    expect(stderr()).toMatch(/ a warning\n$/);
    expect(stderr()).not.toContain('remark');
  });

  it('shows progress on a terminal, unless asked for quiet or JSON lines', () => {
    const shows = (isTTY: boolean, options: { quiet: boolean; json?: boolean }) =>
      new Output({ ...options, ...captured(isTTY).streams }).showsProgress;
    expect([shows(true, { quiet: false }), shows(true, { quiet: true })]).toEqual([true, false]);
    expect([shows(false, { quiet: false }), shows(true, { quiet: false, json: true })]).toEqual([false, false]);
  });

  it('takes a drawing away around each line', () => {
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

  it('lets a drawing that fills the terminal show lines, and writes them when it is gone', () => {
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

  it('writes lines past such a drawing where they do not go to the terminal', () => {
    const { streams, stdout } = captured(false);
    const output = new Output({ quiet: false, ...streams });
    const unexpected = () => expect.unreachable();
    output.drawAround({ pause: unexpected, resume: unexpected, show: unexpected });
    output.print('line');
    expect(stdout()).toBe('line\n');
  });
});

it('a failure is one line, uncoloured where nobody watches', () => {
  expect(failureLine('no such file.', captured(false).streams.stderr)).toBe('nabla: no such file.\n');
});

import { describe, expect, it } from 'vitest';
import { Output, writeFailure } from '../src/output.js';
import { tableLines } from '../src/table.js';
import { oneLine } from '../src/visible.js';
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

describe('text from outside', () => {
  // A title, a line break, a C1 sequence, an order of letters, a blank letter, half a character.
  const hostile = 'a\u001b]0;t\u0007\nb\u009b2J \u202ecba\u3164 \u{e0041}\ud800';
  const shown = String.raw`a\u001b]0;t\u0007\u000ab\u009b2J \u202ecba\u3164 \udb40\udc41\ud800`;

  it('is escaped in each line, also within colours', () => {
    const { streams, stdout, stderr } = captured();
    const output = new Output({ quiet: false, ...streams });
    output.print(hostile);
    output.printColoured(`\u001b[1m${hostile}\u001b[22m\u001b[8m`);
    output.note(hostile);
    output.warn(hostile);
    expect(stdout()).toBe(`${shown}\n\u001b[1m${shown}\u001b[22m\\u001b[8m\n`);
    expect(stderr()).toBe(`${shown}\nnabla: ${shown}\n`);
  });

  it('stays the same in JSON, and in a row of a file, unless that goes to a terminal', () => {
    const [file, terminal] = [captured(false), captured(true)];
    const output = new Output({ quiet: false, ...file.streams });
    output.print(JSON.stringify({ class: hostile }));
    expect(file.stdout()).toMatch(/^[ -~]+\n$/);
    expect(JSON.parse(file.stdout())).toEqual({ class: hostile });
    output.printRow(hostile);
    expect(file.stdout().endsWith(`}\n${hostile}\n`)).toBe(true);
    new Output({ quiet: false, ...terminal.streams }).printRow(hostile);
    expect(terminal.stdout()).toBe(`${shown}\n`);
  });

  it('keeps columns of a table aligned', () => {
    const rows = tableLines(
      [
        ['a\u0007', '1'],
        ['b', '10'],
      ],
      (column) => column === 1,
    );
    expect(rows).toEqual(['a\\u0007   1', 'b        10']);
  });

  it('is on one line in a failure', () => {
    expect(oneLine('a\u001b[31mb\r\n\tc')).toBe('a\\u001b[31mb c');
  });
});

it('writes a failure as one line, without colours outside of a terminal', () => {
  const { streams, stderr } = captured(false);
  const lines = ['  nabla train a\u0007.csv'];
  writeFailure('cat\u001b[2J: no such file.', { lines, error: new Error('why') }, streams.stderr);
  expect(stderr()).toBe('nabla: cat\\u001b[2J: no such file.\n  nabla train a\\u0007.csv\n');
});

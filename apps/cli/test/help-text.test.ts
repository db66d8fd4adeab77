import { describe, expect, it } from 'vitest';
import { helpText, helpWidth } from '../src/help-text.js';
import { createProgram } from '../src/program.js';

/** Returns the `--help` of each command, and that of `nabla` itself under ''. */
function helpAt(width: number): Map<string, string> {
  const program = createProgram(
    () => {},
    () => width,
  );
  const commands = [program, ...program.commands];
  return new Map(
    commands.map((command) => {
      let text = '';
      command.configureOutput({ writeOut: (written) => (text += written) }).outputHelp();
      return [command === program ? '' : command.name(), text];
    }),
  );
}

const longest = (text: string): number => Math.max(...text.split('\n').map((line) => line.length));

describe('--help', () => {
  it.each([60, 61, 72, 80, 100, 119])('fits into %d columns, for every command', (width) => {
    const help = helpAt(width);
    expect([...help.keys()]).toEqual([
      ...[
        '',
        'init',
        'config',
        'train',
        'search',
        'evaluate',
        'predict',
        'generate',
        'embed',
        'serve',
        'report',
        'inspect',
      ],
      ...['export', 'import', 'backends', 'gradcheck', 'parity', 'conformance'],
    ]);
    for (const [command, text] of help)
      expect([command, longest(text)]).toEqual([command, Math.min(width, longest(text))]);
  });

  it('uses the available width, and loses no word in a narrow one', () => {
    const words = (text: string): string => text.replaceAll(' \\\n', ' ').split(/\s+/).join(' ');
    const [narrow, wide] = [helpAt(60), helpAt(160)];
    for (const [command, text] of wide) expect(words(narrow.get(command) ?? '')).toBe(words(text));
    expect(longest(wide.get('parity') ?? '')).toBeGreaterThan(120);
  });
});

it('helpText puts descriptions beside their terms, or below if there is no room', () => {
  const rows = [['$ run', 'one two three'], ['$ run --with --many flags']] as const;
  const blocks = [{ title: 'Examples', rows }, 'The end of it.'];
  expect(helpText(blocks, 32)).toBe('Examples:\n  $ run  one two three\n  $ run --with --many flags\n\nThe end of it.');
  expect(helpText(blocks, 20)).toBe(
    'Examples:\n  $ run\n      one two three\n  $ run --with \\\n    --many flags\n\nThe end of it.',
  );
});

it('is as wide as the terminal, but at least 60 columns, and 80 without a terminal', () => {
  expect(helpWidth({ isTTY: true, columns: 133 })).toBe(133);
  expect(helpWidth({ isTTY: true, columns: 40 })).toBe(60);
  expect(helpWidth({ isTTY: true })).toBe(80);
  expect(helpWidth({ columns: 133 })).toBe(80);
});

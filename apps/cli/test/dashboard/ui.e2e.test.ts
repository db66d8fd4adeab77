/** The real command with `--ui`, in a pseudo terminal that `script` of util-linux makes. */
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { nablaHere } from '../helpers/run-here.js';
import { cleanEnvironment } from '../helpers/run-nabla.js';
import { temporaryFolder } from '../helpers/temporary-folder.js';

const ENTRY = fileURLToPath(new URL('../../bin/nabla.js', import.meta.url));
const HAS_SCRIPT = (spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout ?? '').includes('util-linux');
if (!HAS_SCRIPT) console.warn('SKIPPED: nabla train --ui in a terminal, which needs script of util-linux on PATH.');

const [ENTER, LEAVE] = ['\u001b[?1049h', '\u001b[?1049l'];
const [HIDE, SHOW] = ['\u001b[?25l', '\u001b[?25h'];

const rows = Array.from({ length: 200 }, (_, index) => `${index % 17},${index % 5},${index % 17 > 8 ? 'high' : 'low'}`);
const TABLE = `a,b,class\n${rows.join('\n')}\n`;

/** Ends a process that hangs. A busy machine takes many seconds to train. */
const LIMIT_MS = 120_000;

interface Terminal {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string>>;
  /** Keys to type once the dashboard is shown. */
  readonly keys?: string;
  readonly redirect?: string;
}

interface Seen {
  readonly code: number | null;
  /** Everything that was written to the terminal. */
  readonly text: string;
  readonly cwd: string;
}

function onTerminal(args: readonly string[], { env = {}, files, keys, redirect }: Terminal) {
  const cwd = temporaryFolder({ 'points.csv': TABLE, ...files });
  const quoted = [process.execPath, ENTRY, 'train', 'points.csv', '--target', 'class', '--backend', 'ts', ...args];
  const command = quoted.map((word) => `'${word}'`).join(' ');
  const shell = `stty cols 80 rows 24; exec ${command} ${redirect ?? ''}`;
  const environment = { ...cleanEnvironment(), TERM: 'xterm-256color', SHELL: '/bin/sh', ...env };
  const child = spawn('script', ['-qec', shell, '/dev/null'], { cwd, env: environment, timeout: LIMIT_MS });
  onTestFinished(() => void child.kill('SIGKILL'));
  let text = '';
  let typed = false;
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
    if (typed || keys === undefined || !stripVTControlCharacters(text).includes('loss  ── training')) return;
    typed = true;
    child.stdin.write(keys);
  });
  return new Promise<Seen>((resolve, reject) => {
    child.on('error', reject).on('close', (code) => resolve({ code, text, cwd }));
  });
}

const ENDLESS = ['--ui', '--epochs', '1000000', '--early-stopping', '1000000'];

/** Returns the text after the dashboard. Checks that it was shown once and that the terminal is restored. */
function afterDashboard({ text }: Seen): string {
  const parts = [ENTER, LEAVE, HIDE, SHOW].map((sequence) => text.split(sequence).length - 1);
  expect(parts, text).toEqual([1, 1, 1, 1]);
  expect(text.indexOf(ENTER)).toBeLessThan(text.indexOf(LEAVE));
  expect(text.lastIndexOf(HIDE)).toBeLessThan(text.lastIndexOf(SHOW));
  return stripVTControlCharacters(text.slice(text.indexOf(LEAVE))).replaceAll('\r\n', '\n');
}

/** A config that runs `code` soon after the dashboard has entered the alternate screen. */
const later = (code: string) => ({
  'nabla.config.mjs': `
    const write = process.stderr.write.bind(process.stderr);
    process.stderr.write = (chunk, ...rest) => {
      if (String(chunk).includes('\\x1b[?1049h')) setTimeout(() => { ${code} }, 200);
      return write(chunk, ...rest);
    };
    export default {};`,
});

describe.skipIf(!HAS_SCRIPT)('nabla train --ui', () => {
  it('draws curves on the alternate screen, leaves it after Ctrl-C, and prints the results', async () => {
    const seen = await onTerminal(ENDLESS, { keys: '\u0003' });
    const after = afterDashboard(seen);
    expect(seen.code, seen.text).toBe(130);
    expect(after).toMatch(
      new RegExp(
        'stopping after the current step[\\s\\S]*\nAccuracy on the validation data: .*\n95% .*\n' +
          'Confusion Matrix:\n[\\s\\S]*\nTraining time: ',
      ),
    );
    expect(seen.text).not.toContain('Epoch 1/');
    const during = seen.text.slice(seen.text.indexOf(ENTER), seen.text.indexOf(LEAVE));
    expect(stripVTControlCharacters(during)).toMatch(
      /nabla train[\s\S]*epoch \d+\/1000000 {3}[\s\S]*loss {2}── training/,
    );
    expect(during).toContain('\u001b[36m');
  });

  const ENDS: readonly [string, Terminal, number, RegExp][] = [
    ['an uncaught exception', { files: later("throw new Error('boom')") }, 1, /^nabla: unexpected Error: boom\./],
    [
      'a loss that is not finite',
      { args: ['--optimizer', 'sgd', '--learning-rate', '1e30'] },
      1,
      /^nabla: training: the loss became/,
    ],
    ['SIGTERM', { files: later("process.kill(process.pid, 'SIGTERM')") }, 143, /stopping after[\s\S]*\nAccuracy on/],
    ['SIGQUIT', { files: later("process.kill(process.pid, 'SIGQUIT')") }, 131, /^/],
    ['an unhandled rejection', { files: later("Promise.reject(new Error('boom'))") }, 1, /^nabla: .* boom\./],
    ['a sudden exit', { files: later('process.exit(7)') }, 7, /^/],
  ];
  // What ends the process in another way takes the same path; the slow tests try all.
  it.each(process.env['NABLA_SLOW'] === '1' ? ENDS : ENDS.slice(0, 1))(
    'restores the terminal after %s',
    async (_, terminal, code, message) => {
      const seen = await onTerminal([...ENDLESS, ...(terminal.args ?? [])], terminal);
      expect(afterDashboard(seen)).toMatch(message);
      expect(seen.code).toBe(code);
    },
  );

  it('prints the lines per epoch if stdout is a file, and has no colours with NO_COLOR', async () => {
    const terminal = { redirect: '> log.txt', env: { NO_COLOR: '1' } };
    const seen = await onTerminal(['--ui', '--epochs', '3'], terminal);
    expect(afterDashboard(seen)).toBe('');
    expect(seen.code).toBe(0);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the test looks for colours.
    expect(seen.text).not.toMatch(/\u001b\[\d+m/);
    expect(readFileSync(join(seen.cwd, 'log.txt'), 'utf8')).toMatch(
      /Epoch 1\/3 - [\s\S]*Epoch 3\/3 - [\s\S]*Training time/,
    );
  });
});

it.each([
  [{ isTTY: false }, '--ui: stderr is not a terminal, so the usual lines follow.'],
  [{ isTTY: true, columns: 59, rows: 24 }, '--ui: the terminal has 59 x 24 characters, fewer than 60 x 20'],
])('nabla train --ui prints the usual lines, with one note, if stderr is %j', async (stderrIs, note) => {
  const before = Object.entries(stderrIs).map(([name]) => [
    name,
    Object.getOwnPropertyDescriptor(process.stderr, name),
  ]);
  for (const [name, value] of Object.entries(stderrIs)) {
    Object.defineProperty(process.stderr, name, { value, configurable: true });
  }
  onTestFinished(() => {
    for (const [name, was] of before as [string, PropertyDescriptor | undefined][]) {
      if (was === undefined) Reflect.deleteProperty(process.stderr, name);
      else Object.defineProperty(process.stderr, name, was);
    }
  });
  const cwd = temporaryFolder({ 'points.csv': TABLE });
  const args = ['train', 'points.csv', '--target', 'class', '--backend', 'ts', '--epochs', '2', '--ui'];
  const { code, stdout, stderr } = await nablaHere(args, { cwd });
  expect(stderr.split(note)).toHaveLength(2);
  expect(stderr).not.toContain(ENTER);
  expect(stdout).toContain('Epoch 2/2 - Loss: ');
  expect(code).toBe(0);
});

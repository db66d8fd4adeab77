/** Runs the blocks of the guide about texts that need a sentence model, on a small one with random weights. */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it, onTestFinished } from 'vitest';
import { smallModel } from '../../packages/finetune/test/text/small-model.js';
import { readPage, runPage } from '../../scripts/page.mjs';
import { run } from '../../scripts/tools.mjs';
import { ROOT } from './pages.js';

const PAGE = 'docs/guides/fine-tune-text.md';
const TEXTS = { cat: 'the warm cat purrs', dog: 'a dog barks at night' };

const blocks = readPage(readFileSync(join(ROOT, PAGE), 'utf8')).filter(({ notRun }) =>
  notRun?.includes('docs/test/fine-tune-text.slow.test.ts'),
);

/** A folder with the model, what the page installs, and the files that its commands name. */
function folderOfReader(): string {
  const folder = mkdtempSync(join(tmpdir(), 'nabla-texts-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const write = (name: string, content: string | Uint8Array): void => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  };
  write('package.json', '{ "private": true, "type": "module" }');
  for (const [name, content] of smallModel()) write(`minilm/${name}`, content);
  const rows = Array.from({ length: 20 }, (_, at) =>
    Object.entries(TEXTS).map(([kind, text]) => ({ kind, text: `${text}, loudly ${at}` })),
  ).flat();
  const csv = ['kind,subject', ...rows.map(({ kind, text }) => `${kind},"${text}"`)].join('\n');
  for (const name of ['mails', 'new', 'other']) write(`${name}.csv`, csv);
  for (const [at, { kind, text }] of rows.entries()) write(`texts/${kind}/${at}.txt`, text);
  write('questions.txt', 'Does the cat sleep?\n\nDoes the dog?\n');
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(join(ROOT, 'docs/node_modules/@nablajs'), join(folder, 'node_modules/@nablajs'), 'junction');
  return folder;
}

const NABLA = [process.execPath, join(ROOT, 'apps/cli/bin/nabla.js')] as const;

/** What the command prints; a server is stopped when it has said where it listens. */
async function outputOf(command: string, folder: string): Promise<string> {
  const words = command.replace(/^npx nabla /, '').split(' ');
  if (words[0] !== 'serve') return run([...NABLA, ...words].map((word) => `"${word}"`).join(' '), folder);
  const server = spawn(NABLA[0], [NABLA[1], ...words, '--port', '0'], { cwd: folder, stdio: 'pipe' });
  onTestFinished(() => void server.kill());
  const lines = createInterface({ input: server.stdout });
  for await (const line of lines) if (line.includes('http://')) return line;
  throw new Error(`ended before it listened: ${command}`);
}

it('every command does what the page says', async () => {
  const folder = folderOfReader();
  const commands = blocks.filter(({ language }) => language === 'sh').flatMap(({ code }) => code.trim().split('\n'));
  const outputs: string[] = [];
  for (const command of commands) outputs.push(await outputOf(command, folder));
  expect(outputs.length).toBe(8);
  expect(outputs[2]).toMatch(/row 1: (cat|dog)/);
  expect(outputs[4]).toContain('127.0.0.1');
  expect(readFileSync(join(folder, 'vectors.csv'), 'utf8').trim().split('\n').length).toBeGreaterThan(1);
});

it('the program compiles and runs', () => {
  const [program, ...more] = blocks.filter(({ language }) => language === 'ts');
  expect(more).toEqual([]);
  const markdown = `\`\`\`ts\n${program.code}\`\`\`\n`;
  const { ran } = runPage(markdown, { name: PAGE, folder: folderOfReader(), root: ROOT, install: () => {} });
  expect(ran).toBe(1);
});

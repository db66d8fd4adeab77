import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { readPage, runPage } from '../page.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

let root;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'nabla-page-'));
  mkdirSync(join(root, 'work'));
  // The compiler alone: reading and checking all types of Node takes longer than these programs.
  mkdirSync(join(root, 'node_modules/@types/node'), { recursive: true });
  writeFileSync(join(root, 'node_modules/@types/node/index.d.ts'), '');
  for (const name of ['.bin', 'typescript'])
    symlinkSync(join(ROOT, 'node_modules', name), join(root, 'node_modules', name), 'junction');
  writeFileSync(join(root, 'work', 'package.json'), '{ "type": "module" }');
  writeFileSync(join(root, 'source.ts'), 'function f() {\n  return 1;\n}\n\n  const indented = 2;\n');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const install = vi.fn();
const run = (...lines) => runPage(lines.join('\n'), { name: 'p.md', folder: join(root, 'work'), root, install });

it('reads language, name, code, line and the reason not to run', () => {
  const page = ['# Title', '```ts a/b.ts', 'f();', '```', '<!-- not run: too long -->', '', '```sh', 'ls', '```'];
  expect(readPage(page.join('\n'))).toEqual([
    { language: 'ts', name: 'a/b.ts', code: 'f();\n', line: 3, notRun: undefined },
    { language: 'sh', name: undefined, code: 'ls\n', line: 8, notRun: 'too long' },
  ]);
});

it('runs the blocks of a page as one module, and compares what it prints', () => {
  const page = ['```ts', 'const x: number = 1;', '```', '```ts', 'console.log(x, 5);', '```', '```text', '1 …', '```'];
  expect(run(...page)).toEqual({ ran: 2, quoted: 0, written: 0, notRun: [], isJavaScript: false });
  expect(() => run(...page.with(-2, '2 …'))).toThrow(/p\.md:8: expected this output:\n2 …\n\nreceived:\n1 5/);
});

it('compares the output with all blocks that say what it is', () => {
  const page = ['```sh', 'echo 1', '```', '```text', '1', '```'];
  expect(run(...page).ran).toBe(1);
  expect(() => run(...page, '```text', 'more', '```')).toThrow(/expected this output/);
});

it('takes … for any lines, and nothing else for a pattern', () => {
  const page = (text) => ['```sh', 'echo "a.c"; echo two; echo three', '```', '```text', ...text, '```'];
  for (const text of [
    ['a.c', '…'],
    ['…', 'three'],
    ['a.c', 't…', '…ree'],
  ])
    run(...page(text));
  for (const text of [['a.c'], ['three', '…'], ['a.c', '…', 'two'], ['.*', '…']]) {
    expect(() => run(...page(text))).toThrow(/expected this output/);
  }
  expect(() => run(...page(['…', '…']))).toThrow(/p\.md:5: this says nothing of the output/);
});

it('names the line of the page that does not compile', () => {
  expect(() => run('# Title', '```ts', 'const x: number = "one";', '```')).toThrow(
    /^p\.md does not compile:\n.*\np\.md\(3,7\)/,
  );
  const use = ['```sh', 'node wrong.js', '```'];
  expect(() => run(...use, '```ts wrong.ts', 'const x: number = "one";', '```')).toThrow(/wrong\.ts\(1,7\)/);
});

it('writes named blocks, for the program and the commands', () => {
  const page = ['```ts lib/one.ts', 'export const one = 1;', '```', '```json data.json', '{}', '```'];
  const program = ['```ts', "import { one } from './lib/one.js';", 'console.log(await one);', '```'];
  const commands = ['```sh', 'cat data.json', '```', '```text', '{}', '```'];
  const output = ['```text', '1', '```'];
  // The program is JavaScript as it stands, unlike the one above.
  expect(run(...page, ...program, ...output, ...commands)).toMatchObject({ ran: 2, written: 2, isJavaScript: true });
});

it('finds quotations at another indentation, and refuses what is not in the file', () => {
  expect(run('```ts source.ts', '  return 1;', '}', '```').quoted).toBe(1);
  expect(run('```ts source.ts', 'const indented = 2;', '```').quoted).toBe(1);
  expect(() => run('```ts source.ts', 'return 2;', '```')).toThrow(/p\.md:2: this is not in source\.ts/);
});

it('runs commands in order, installs by the function given, and stops where one fails', () => {
  expect(run('```sh', 'npm install x', 'echo after', '```', '```text', 'after', '```').ran).toBe(1);
  expect(install).toHaveBeenCalledWith('npm install x');
  // Before the compiler, which needs what it brings.
  expect(() => run('```ts', 'x;', '```', '```sh', 'npm install y', '```')).toThrow(/does not compile/);
  expect(install).toHaveBeenCalledWith('npm install y');
  expect(() => run('```sh', 'exit 3', '```')).toThrow(/p\.md:2: ended with 3: exit 3/);
});

it('refuses a file that nothing uses, and a quotation of what does not exist', () => {
  expect(() => run('```sh run.sh', 'exit 1', '```')).toThrow(/p\.md:2: nothing that runs on this page names run\.sh/);
  const gone = ['```js work/gone.js', 'x', '```'];
  expect(() => run(...gone)).toThrow(/p\.md:2: expected a quotation of work\/gone\.js, which does not exist/);
});

it('reports what is not run, and refuses what it cannot run', () => {
  expect(run('<!-- not run: a drawing -->', '```', '->', '```').notRun).toEqual([{ line: 3, reason: 'a drawing' }]);
  expect(() => run('```', 'x', '```')).toThrow(/p\.md:2: a block without a language; expected/);
  expect(() => run('```json', '{}', '```')).toThrow(/p\.md:2: a block of json without a name/);
  expect(() => run('```text', 'x', '```')).toThrow(/p\.md:2: this text is the output of nothing/);
  expect(() => run('<details>', '```sh', 'ls', '```', '</details>')).toThrow(/line 1: a fence within HTML/);
  expect(() => run('    indented')).toThrow(/p\.md:1: a block without a language/);
});

/** Runs the code blocks of a Markdown page. CONTRIBUTING.md ("Documentation") has the rules for authors. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import MarkdownIt from 'markdown-it';
import { run } from './tools.mjs';

const PROGRAM = 'page.ts';
const BUILT = '.page';
const KINDS = { ts: 'program', sh: 'commands', text: 'output' };

/** The code blocks: `language`, `name`, `code`, `line` (of the first line of code), `notRun` (a reason). */
export function readPage(markdown) {
  const tokens = new MarkdownIt({ html: true }).parse(markdown, {});
  const hidden = tokens.find(({ type, content }) => type === 'html_block' && /^\s*(```|~~~)/m.test(content));
  if (hidden !== undefined)
    throw new Error(`line ${hidden.map[0] + 1}: a fence within HTML is no block; put an empty line above it`);
  return tokens.flatMap(({ type, info, content, map }, at) => {
    if (type !== 'fence' && type !== 'code_block') return [];
    const [language = '', name] = info.trim().split(/\s+/);
    const [, notRun] = /^<!-- not run: (.*\S) -->\s*$/.exec(tokens[at - 1]?.content ?? '') ?? [];
    return [{ language, name, code: content, line: map[0] + (type === 'fence' ? 2 : 1), notRun }];
  });
}

/**
 * Runs a page in `folder`, which has a package.json of type module. Throws an Error that names the page (`name`) and
 * the line where something is wrong. `root` is the repository: what the page quotes, TypeScript, the types of Node.
 * `install` is called for each `npm install …` before all else, since the compiler needs what these install. `typed` is
 * called for each other command before it runs, and returns what to run instead.
 *
 * @returns `{ ran, quoted, written, notRun: [{ line, reason }], isJavaScript }`: numbers of blocks, and whether the
 *   program is also plain JavaScript
 */
export function runPage(markdown, { name, folder, root, install, typed = (command) => command }) {
  const fail = (line, message) => {
    throw new Error(`${name}:${line}: ${message}`);
  };
  const page = { name, folder, root, fail, typed };
  const blocks = readPage(markdown).map((block) => ({ ...block, kind: kindOf(block, page) }));
  const of = (kind) => blocks.filter((block) => block.kind === kind);
  for (const block of of('quotation')) checkQuotation(block, page);
  for (const block of of('file')) writeUsed(block, blocks, page);
  const commands = of('commands').flatMap(({ code }) => code.split('\n'));
  for (const command of commands.filter(isInstall)) install(command);
  const program = of('program');
  if (program.length > 0) writeProgram(program, page);
  const isTyped = [...program, ...of('file')].some(({ language }) => language === 'ts');
  if (isTyped) compile(['**/*.ts'], { noEmit: true }, page);
  if (program.length > 0) compile([PROGRAM], { outDir: BUILT, noCheck: true }, page);
  runSteps(blocks, page);
  return {
    isJavaScript: program.length > 0 && isJavaScript(folder),
    ran: program.length + of('commands').length,
    quoted: of('quotation').length,
    written: of('file').length,
    notRun: of('exempt').map(({ line, notRun }) => ({ line, reason: notRun })),
  };
}

const isInstall = (command) => command.startsWith('npm install ');

function kindOf({ language, name, line, notRun }, { root, fail }) {
  if (notRun !== undefined) return 'exempt';
  if (name !== undefined) return existsSync(join(root, name.split('/')[0])) ? 'quotation' : 'file';
  if (Object.hasOwn(KINDS, language)) return KINDS[language];
  const found = language === '' ? 'a block without a language' : `a block of ${language} without a name`;
  return fail(line, `${found}; expected ts, sh, text, a name behind the language, or <!-- not run: reason -->`);
}

/** A quotation may be indented differently as a whole. */
function checkQuotation({ name, code, line }, { root, fail }) {
  if (!existsSync(join(root, name))) fail(line, `expected a quotation of ${name}, which does not exist`);
  const outdent = (lines) => {
    const margin = Math.min(...lines.filter((one) => one.trim() !== '').map((one) => one.search(/\S/)));
    return lines.map((one) => one.slice(margin).trimEnd()).join('\n');
  };
  const quoted = code.trimEnd().split('\n');
  const lines = readFileSync(join(root, name), 'utf8').split('\n');
  if (lines.some((_, at) => outdent(lines.slice(at, at + quoted.length)) === outdent(quoted))) return;
  fail(line, `this is not in ${name}:\n${code}`);
}

/** A file must be used by something that runs: `nabla.config.json` is used by `npx nabla`. */
function writeUsed(file, blocks, { folder, fail }) {
  const [stem] = basename(file.name).split('.');
  const running = ['program', 'commands', 'file'];
  const isUsed = blocks.some((one) => one !== file && running.includes(one.kind) && one.code.includes(stem));
  if (!isUsed) fail(file.line, `nothing that runs on this page names ${file.name}`);
  mkdirSync(dirname(join(folder, file.name)), { recursive: true });
  writeFileSync(join(folder, file.name), file.code);
}

/** Puts each line where the page has it, so that the compiler's line numbers are the page's. */
function writeProgram(blocks, { folder }) {
  const lines = [];
  for (const { code, line } of blocks) {
    for (const [at, text] of code.trimEnd().split('\n').entries()) lines[line - 1 + at] = text;
  }
  writeFileSync(join(folder, PROGRAM), `${lines.join('\n')}\n`);
}

/** Compiles as a careful reader would. Only the program is built: vitest would find tests in JavaScript too. */
function compile(include, options, { folder, root, name }) {
  const compilerOptions = {
    target: 'ES2022',
    lib: ['ES2023', 'ESNext.Disposable', 'DOM'],
    module: 'NodeNext',
    moduleDetection: 'force',
    strict: true,
    // Every page would check the compiler's own types anew, for half a second.
    skipDefaultLibCheck: true,
    types: ['node'],
    typeRoots: [join(root, 'node_modules', '@types')],
    ...options,
  };
  writeFileSync(join(folder, 'tsconfig.page.json'), JSON.stringify({ compilerOptions, include }));
  try {
    run(`"${join(root, 'node_modules', '.bin', 'tsc')}" -p tsconfig.page.json --pretty false`, folder);
  } catch (error) {
    throw new Error(`${name} does not compile:\n${error.message.replaceAll(PROGRAM, name)}`);
  }
}

/** Runs the commands and the program in order, the program where its last block stands. */
function runSteps(blocks, page) {
  const program = blocks.findLast(({ kind }) => kind === 'program');
  const outputs = new Map(blocks.filter((one) => one === program || one.kind === 'commands').map((one) => [one, []]));
  let step;
  for (const block of blocks) {
    if (block.kind === 'program') step = program;
    if (block.kind === 'commands') step = block;
    if (block.kind !== 'output') continue;
    if (step === undefined) page.fail(block.line, 'this text is the output of nothing');
    outputs.get(step).push(block);
  }
  for (const [block, expected] of outputs) {
    const commands = block === program ? [`node ${BUILT}/page.js`] : block.code.trim().split('\n');
    const output = commands.map((command) => runCommand(command, block.line, page)).join('');
    if (expected.length > 0) checkOutput(output, expected, page);
  }
}

function runCommand(command, line, { folder, fail, typed }) {
  if (isInstall(command)) return '';
  try {
    // npx must not fetch what the page forgot to install.
    return run(typed(command), folder, { env: { npm_config_yes: 'false' }, seconds: 600 });
  } catch (error) {
    return fail(line, error.message);
  }
}

/** Whether a reader can paste it into a `.js` file. TypeScript 7 has no API for this. */
function isJavaScript(folder) {
  const file = join(folder, BUILT, 'pasted.mjs');
  writeFileSync(file, readFileSync(join(folder, PROGRAM), 'utf8'));
  return spawnSync(process.execPath, ['--check', file]).status === 0;
}

/** A line `…` stands for any number of lines; `…` within a line stands for any text. */
export function checkOutput(output, blocks, { fail }) {
  const empty = blocks.find(({ code }) => /^[\s…]*$/.test(code));
  if (empty !== undefined) fail(empty.line, 'this says nothing of the output');
  const escaped = (text) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&').replaceAll('…', '.*');
  const lines = blocks.flatMap(({ code }) => code.trimEnd().split('\n'));
  const patterns = lines.map((line) => (line.trim() === '…' ? '(?:.*\n)*?' : `${escaped(line.trimEnd())}[ ]*\n`));
  if (new RegExp(`^${patterns.join('')}$`).test(`${output.trimEnd()}\n`)) return;
  fail(blocks[0].line, `expected this output:\n${lines.join('\n')}\n\nreceived:\n${output}`);
}

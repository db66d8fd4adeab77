/**
 * Runs what a page of the documentation shows, so that nothing in it can be wrong for long.
 *
 * - `ts` blocks without a name are, in order, one module: checked with `strict`, run, and what it prints must be the `text` blocks after them.
 * - `sh` blocks are commands, line by line; a `text` block after them is what they print. `…` stands for what differs from run to run.
 * - A name behind the language, as in `ts src/layers/dense.ts`: a quotation of that file of the repository, where its first folder is
 *   one of the repository's, and otherwise a file to write beside the program, which must use it.
 * - `<!-- not run: reason -->` above a block exempts it; the reason is reported.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import MarkdownIt from 'markdown-it';
import { withoutCaller } from './execute.mjs';

const PROGRAM = 'page.ts';
const BUILT = '.page';
const SECONDS = 600;

/** A block: `language`, `name`, `code`, `line` (of its first line of code), `notRun` (a reason, or undefined). */
export function readPage(markdown) {
  const tokens = new MarkdownIt({ html: true }).parse(markdown, {});
  const hidden = tokens.find(({ type, content }) => type === 'html_block' && /^\s*(```|~~~)/m.test(content));
  if (hidden !== undefined)
    throw new Error(`line ${hidden.map[0] + 1}: a fence within HTML is no block; put an empty line above it`);
  return tokens.flatMap(({ type, info, content, map }, at) => {
    // An indented block has no language, and no fence above it.
    if (type !== 'fence' && type !== 'code_block') return [];
    const [language = '', name] = info.trim().split(/\s+/);
    const [, notRun] = /^<!-- not run: (.*\S) -->\s*$/.exec(tokens[at - 1]?.content ?? '') ?? [];
    return [{ language, name, code: content, line: map[0] + (type === 'fence' ? 2 : 1), notRun }];
  });
}

/** Each `npm install …` among the blocks that run. */
export function installsOf(blocks) {
  return blocks
    .filter(({ language, name, notRun }) => language === 'sh' && name === undefined && notRun === undefined)
    .flatMap(({ code }) => code.split('\n'))
    .filter(isInstall);
}

/**
 * @param markdown the page
 * @param name its path, for messages
 * @param folder where it runs: an existing folder with a package.json of type module, from which imports resolve
 * @param root the repository: its quotations, its TypeScript, its types of Node
 * @param install called with each `npm install …` in the place of the shell, before all else: the compiler needs what comes of them
 * @returns how many blocks were run, quoted, written, which were not run, and whether the program is JavaScript as it stands:
 *   `{ ran, quoted, written, notRun: [{ line, reason }], isJavaScript }`
 * @throws an Error that names page, line, what was expected and what came
 */
export function runPage(markdown, { name, folder, root, install }) {
  const at = (line) => `${name}:${line}`;
  const kinds = readPage(markdown).map((block) => ({ ...block, kind: kindOf(block, root, at) }));
  const of = (kind) => kinds.filter((block) => block.kind === kind);
  for (const block of of('quotation')) checkQuotation(block, root, at);
  for (const block of of('file')) writeUsed(block, kinds, { folder, at });
  for (const command of installsOf(kinds)) install(command);
  const program = of('program');
  if (program.length > 0) writeProgram(program, folder);
  const typescript = [...program, ...of('file')].filter((block) => block.language === 'ts');
  if (typescript.length > 0) compile(['**/*.ts'], { noEmit: true }, { folder, root, name });
  if (program.length > 0) compile([PROGRAM], { outDir: BUILT, noCheck: true }, { folder, root, name });
  for (const step of stepsOf(kinds, at)) runStep(step, { folder, at });
  return {
    isJavaScript: program.length > 0 && isJavaScript(folder),
    ran: program.length + of('commands').length,
    quoted: of('quotation').length,
    written: of('file').length,
    notRun: of('exempt').map(({ line, notRun }) => ({ line, reason: notRun })),
  };
}

function kindOf({ language, name, line, notRun }, root, at) {
  if (notRun !== undefined) return 'exempt';
  if (name !== undefined) return existsSync(join(root, name.split('/')[0])) ? 'quotation' : 'file';
  if (language === 'ts') return 'program';
  if (language === 'sh') return 'commands';
  if (language === 'text') return 'output';
  const block = language === '' ? 'a block without a language' : `a block of ${language} without a name`;
  throw new Error(
    `${at(line)}: ${block}; expected ts, sh, text, a name behind the language, or <!-- not run: reason -->`,
  );
}

/** Indentation may differ as a whole. */
function checkQuotation({ name, code, line }, root, at) {
  if (!existsSync(join(root, name)))
    throw new Error(`${at(line)}: expected a quotation of ${name}, which does not exist`);
  const outdent = (text) => {
    const lines = text.trimEnd().split('\n');
    const margin = Math.min(...lines.filter((one) => one.trim() !== '').map((one) => one.search(/\S/)));
    return lines.map((one) => one.slice(margin).trimEnd()).join('\n');
  };
  const quoted = outdent(code);
  const lines = readFileSync(join(root, name), 'utf8').split('\n');
  const length = quoted.split('\n').length;
  if (lines.some((_, start) => outdent(lines.slice(start, start + length).join('\n')) === quoted)) return;
  throw new Error(`${at(line)}: this is not in ${name}:\n${code}`);
}

/** By whatever runs; `nabla.config.json` is used by `npx nabla`. */
function writeUsed(file, blocks, { folder, at }) {
  const [stem] = basename(file.name).split('.');
  const running = ['program', 'commands', 'file'];
  const isUsed = blocks.some((one) => one !== file && running.includes(one.kind) && one.code.includes(stem));
  if (!isUsed) throw new Error(`${at(file.line)}: nothing that runs on this page names ${file.name}`);
  write(join(folder, file.name), file.code);
}

function write(file, text) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** Each line where the page has it, so that the compiler's line numbers are the page's. */
function writeProgram(blocks, folder) {
  const lines = [];
  for (const { code, line } of blocks) {
    while (lines.length < line - 1) lines.push('');
    lines.push(...code.trimEnd().split('\n'));
  }
  write(join(folder, PROGRAM), `${lines.join('\n')}\n`);
}

/** As a careful reader's project would. Only the program and what it imports are built: vitest finds tests in JavaScript too. */
function compile(include, options, { folder, root, name }) {
  const compilerOptions = {
    target: 'ES2022',
    lib: ['ES2023', 'ESNext.Disposable', 'DOM'],
    module: 'NodeNext',
    moduleDetection: 'force',
    strict: true,
    types: ['node'],
    typeRoots: [join(root, 'node_modules', '@types')],
    ...options,
  };
  const project = join(folder, 'tsconfig.page.json');
  write(project, JSON.stringify({ compilerOptions, include, exclude: ['node_modules'] }));
  const tsc = join(root, 'node_modules', '.bin', 'tsc');
  const { status, stdout, stderr } = spawn(tsc, ['-p', project, '--pretty', 'false'], { cwd: folder });
  if (status !== 0) throw new Error(`${name} does not compile:\n${(stdout + stderr).replaceAll(PROGRAM, name)}`);
}

/** The program runs where its last block stands: texts that stand before that are part of its output. */
function stepsOf(blocks, at) {
  const program = { line: 0, commands: [`node ${BUILT}/page.js`], expected: [] };
  const lastOfProgram = blocks.findLast(({ kind }) => kind === 'program');
  const steps = [];
  let previous;
  for (const block of blocks) {
    if (block.kind === 'output') {
      if (previous === undefined) throw new Error(`${at(block.line)}: this text is the output of nothing`);
      previous.expected.push(block);
    }
    if (block.kind === 'commands') {
      previous = { line: block.line, commands: block.code.trim().split('\n'), expected: [] };
      steps.push(previous);
    }
    if (block.kind === 'program') {
      previous = program;
      if (block === lastOfProgram) steps.push({ ...program, line: block.line });
    }
  }
  return steps;
}

/** Whether a reader can paste it into a `.js` file: TypeScript 7 has no API to ask. */
function isJavaScript(folder) {
  const file = join(folder, BUILT, 'pasted.mjs');
  write(file, readFileSync(join(folder, PROGRAM), 'utf8'));
  return spawn(process.execPath, ['--check', file], { cwd: folder }).status === 0;
}

const isInstall = (command) => command.startsWith('npm install ');

function runStep({ line, commands, expected }, { folder, at }) {
  const output = commands.map((command) => {
    if (isInstall(command)) return '';
    const { status, stdout, stderr } = spawn(command, [], { cwd: folder, shell: true });
    if (status !== 0) throw new Error(`${at(line)}: ended with ${status}: ${command}\n${stdout}${stderr}`);
    return stdout;
  });
  if (expected.length > 0) checkOutput(output.join(''), expected, at);
}

/** A line that is `…` stands for any number of lines, one within a line for any part of it. */
function checkOutput(output, blocks, at) {
  const escaped = (text) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&').replaceAll('…', '.*');
  for (const { line, code } of blocks) {
    if (/^[\s…]*$/.test(code)) throw new Error(`${at(line)}: this says nothing of the output`);
  }
  const lines = blocks.flatMap(({ code }) => code.trimEnd().split('\n'));
  const pattern = lines
    .map((line) => (line.trim() === '…' ? '(?:.*\n)*?' : `${escaped(line.trimEnd())}[ ]*\n`))
    .join('');
  if (new RegExp(`^${pattern}$`).test(`${output.trimEnd()}\n`)) return;
  throw new Error(`${at(blocks[0].line)}: expected this output:\n${lines.join('\n')}\n\nreceived:\n${output}`);
}

function spawn(command, args, options) {
  const { status, error, stdout, stderr } = spawnSync(command, args, {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    // npx must not fetch what the page forgot to install.
    env: { ...withoutCaller(process.env), npm_config_yes: 'false' },
    timeout: 1000 * SECONDS,
    ...options,
  });
  if (error?.code === 'ETIMEDOUT') throw new Error(`not done after ${SECONDS} s: ${command}`);
  if (error !== undefined) throw new Error(`${command}: ${error.message}`);
  return { status, stdout, stderr };
}

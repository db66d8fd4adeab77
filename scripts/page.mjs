/**
 * Runs what a page of the documentation shows, so that nothing in it can be wrong for long.
 *
 * - `ts` blocks without a name are, in order, one module: checked with `strict`, run, and what it prints must be the `text` blocks after them.
 * - `sh` blocks are commands, line by line; a `text` block after them is what they print. `…` stands for what differs from run to run.
 * - A name behind the language, as in `ts src/layers/dense.ts`: a quotation of that file of the repository, where there is one, and
 *   otherwise a file to write beside the program.
 * - `<!-- not run: reason -->` above a block exempts it; the reason is reported.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import MarkdownIt from 'markdown-it';

const PROGRAM = 'page.ts';
const BUILT = '.page';

/** A block: `language`, `name`, `code`, `line` (of its first line of code), `notRun` (a reason, or undefined). */
export function readPage(markdown) {
  const tokens = new MarkdownIt({ html: true }).parse(markdown, {});
  return tokens.flatMap(({ type, info, content, map }, at) => {
    // An indented block has no language, and no fence above it.
    if (type !== 'fence' && type !== 'code_block') return [];
    const [language = '', name] = info.trim().split(/\s+/);
    const [, notRun] = /^<!-- not run: (.*\S) -->\s*$/.exec(tokens[at - 1]?.content ?? '') ?? [];
    return [{ language, name, code: content, line: map[0] + (type === 'fence' ? 2 : 1), notRun }];
  });
}

/**
 * @param markdown the page
 * @param name its path, for messages
 * @param folder where it runs: an existing folder with a package.json of type module, from which imports resolve
 * @param root the repository: its quotations, its TypeScript, its types of Node
 * @param install called with each `npm install …` in the place of the shell
 * @returns how many blocks were run, quoted, written, and which were not run: `{ ran, quoted, written, notRun: [{ line, reason }] }`
 * @throws an Error that names page, line, what was expected and what came
 */
export function runPage(markdown, { name, folder, root, install }) {
  const at = (line) => `${name}:${line}`;
  const kinds = readPage(markdown).map((block) => ({ ...block, kind: kindOf(block, root, at) }));
  const of = (kind) => kinds.filter((block) => block.kind === kind);
  for (const block of of('quotation')) checkQuotation(block, root, at);
  for (const block of of('file')) write(join(folder, block.name), block.code);
  const program = of('program');
  if (program.length > 0) writeProgram(program, folder);
  const typescript = [...program, ...of('file')].filter((block) => block.language === 'ts');
  if (typescript.length > 0) compile(['**/*.ts'], { noEmit: true }, { folder, root, name });
  if (program.length > 0) compile([PROGRAM], { outDir: BUILT, noCheck: true }, { folder, root, name });
  for (const step of stepsOf(kinds, at)) runStep(step, { folder, install, at });
  return {
    ran: program.length + of('commands').length,
    quoted: of('quotation').length,
    written: of('file').length,
    notRun: of('exempt').map(({ line, notRun }) => ({ line, reason: notRun })),
  };
}

function kindOf({ language, name, line, notRun }, root, at) {
  if (notRun !== undefined) return 'exempt';
  if (name !== undefined) return existsSync(join(root, name)) ? 'quotation' : 'file';
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

function runStep({ line, commands, expected }, { folder, install, at }) {
  const output = commands.map((command) => {
    if (command.startsWith('npm install ')) return install(command) ?? '';
    const { status, stdout, stderr } = spawn(command, [], { cwd: folder, shell: true });
    if (status !== 0) throw new Error(`${at(line)}: ended with ${status}: ${command}\n${stdout}${stderr}`);
    return stdout;
  });
  if (expected.length > 0) checkOutput(output.join(''), expected, at);
}

/** A line that is `…` stands for any number of lines, one within a line for any part of it. */
function checkOutput(output, blocks, at) {
  const escaped = (text) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&').replaceAll('…', '.*');
  const lines = blocks.flatMap(({ code }) => code.trimEnd().split('\n'));
  const pattern = lines
    .map((line) => (line.trim() === '…' ? '(?:.*\n)*?' : `${escaped(line.trimEnd())}[ ]*\n`))
    .join('');
  if (new RegExp(`^${pattern}$`).test(`${output.trimEnd()}\n`)) return;
  throw new Error(`${at(blocks[0].line)}: expected this output:\n${lines.join('\n')}\n\nreceived:\n${output}`);
}

/** Of npm's and nabla's settings none may come from whoever runs this. */
export function environment() {
  return Object.fromEntries(Object.entries(process.env).filter(([key]) => !/^(npm_|NABLA_|INIT_CWD$)/.test(key)));
}

function spawn(command, args, options) {
  const { status, error, stdout, stderr } = spawnSync(command, args, {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    env: environment(),
    ...options,
  });
  if (error !== undefined) throw new Error(`${command}: ${error.message}`);
  return { status, stdout, stderr };
}

/** Stubs of npm and python3 that record their arguments, so that tests install nothing. */
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const NPM = `
const { appendFileSync, mkdirSync, writeFileSync } = require('node:fs');
const [command, ...args] = process.argv.slice(2);
const line = { npm: command, args, onnx: process.env.ONNXRUNTIME_NODE_INSTALL };
appendFileSync(process.env.STUB_LOG, JSON.stringify(line) + '\\n');
if (args.some((arg) => arg.startsWith('brain.js@'))) {
  console.error('npm error code E404\\nnpm error 404 Not Found');
  process.exit(1);
}
const prefix = args[args.indexOf('--prefix') + 1];
for (const [, name, version] of args.map((arg) => /^(@?[^@]+)@(\\d.*)$/.exec(arg)).filter(Boolean)) {
  const folder = prefix + '/node_modules/' + name;
  mkdirSync(folder, { recursive: true });
  writeFileSync(folder + '/package.json', JSON.stringify({ name, version }));
}
`;

/** The environment has pip; packages that pip installed are beside it. */
const PYTHON = `
const { appendFileSync, cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } = require('node:fs');
const args = process.argv.slice(2);
const record = __filename + '.json';
const installed = existsSync(record) ? JSON.parse(readFileSync(record, 'utf8')) : [];
const isInstalled = (name) => installed.some((one) => (one + '=').startsWith(name + '='));
if (args[0] === '-c') process.exit(args.slice(2).every(isInstalled) ? 0 : 1);
appendFileSync(process.env.STUB_LOG, JSON.stringify({ python: args[1], args: args.slice(2) }) + '\\n');
if (args[1] === 'venv') {
  mkdirSync(args.at(-1) + '/bin', { recursive: true });
  cpSync(__filename, args.at(-1) + '/bin/python');
}
if (args[1] === 'pip' && args[2] === 'install') {
  const wanted = args.filter((arg) => arg.includes('=='));
  if (wanted.some((one) => one.startsWith('torch=='))) {
    console.error('WARNING: slow\\nERROR: No matching distribution found for torch');
    process.exit(1);
  }
  writeFileSync(record, JSON.stringify([...installed, ...wanted]));
}
`;

export interface Call {
  readonly npm?: string;
  readonly python?: string;
  readonly args: readonly string[];
  readonly onnx?: string;
}

/** Writes programs into `folder`. Use it as PATH, and `log` as STUB_LOG. */
export class Stubs {
  readonly folder: string;
  readonly log: string;

  constructor(root: string) {
    this.folder = join(root, 'programs');
    this.log = join(root, 'calls');
    mkdirSync(this.folder);
  }

  addNpm(): void {
    this.#add('npm', NPM);
  }

  addPython(name = 'python3'): void {
    this.#add(name, PYTHON);
  }

  /** The stub that Windows has under this name if Python is not installed. */
  addShop(): void {
    this.#add('python3', 'console.error("Python was not found; run without arguments to install"); process.exit(9);');
  }

  calls(): Call[] {
    if (!existsSync(this.log)) return [];
    const lines = readFileSync(this.log, 'utf8').trim().split('\n');
    return lines.map((line) => JSON.parse(line) as Call);
  }

  #add(name: string, source: string): void {
    const path = join(this.folder, name);
    writeFileSync(path, `#!${process.execPath}\n${source}`);
    chmodSync(path, 0o755);
  }
}

/** Runs notebooks with nbconvert and Deno's kernel, with the packages of this workspace in place of the registry's. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
export const NOTEBOOK = fileURLToPath(new URL('../mnist.ipynb', import.meta.url));
const NBCONVERT = fileURLToPath(new URL('nbconvert_late.py', import.meta.url));
const DENO = 'deno@2.9.6';
export const JUPYTER = ['jupyter-core==5.9.1', 'nbconvert==7.17.2', 'nbclient==0.11.0', 'ipykernel==7.4.0'];

/** Installs Deno from npm into the cache, once, and returns its program. */
function installDeno() {
  const folder = join(ROOT, 'node_modules/.cache/nabla-deno');
  const version = (program) => execFileSync(program[0], [...program.slice(1), '--version'], { encoding: 'utf8' });
  const wrapper = [process.execPath, join(folder, 'node_modules/deno/bin.cjs')];
  if (!existsSync(wrapper[1]) || !version(wrapper).startsWith(DENO.replace('@', ' '))) {
    mkdirSync(folder, { recursive: true });
    execFileSync('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--prefix', folder, DENO]);
    version(wrapper); // puts the program beside itself
  }
  return join(folder, 'node_modules/deno', process.platform === 'win32' ? 'deno.exe' : 'deno');
}

/** Writes the kernel of `deno jupyter --install`, below a folder of ours rather than the home. */
function installKernel(data, deno) {
  const folder = join(data, 'kernels/deno');
  mkdirSync(folder, { recursive: true });
  const argv = [deno, 'jupyter', '--kernel', '--conn', '{connection_file}'];
  writeFileSync(join(folder, 'kernel.json'), JSON.stringify({ argv, display_name: 'Deno', language: 'typescript' }));
}

/** Links what deno.json imports: our packages as they were built here, and the others as they are installed here. */
function linkPackages(folder) {
  const { imports } = JSON.parse(readFileSync(join(dirname(NOTEBOOK), 'deno.json'), 'utf8'));
  for (const specifier of Object.keys(imports)) {
    const name = /^(?:@[^/]+\/)?[^/]+/.exec(specifier)[0];
    const ours = join(ROOT, 'packages', name.replace('@nablajs/', ''));
    const link = join(folder, 'node_modules', name);
    mkdirSync(dirname(link), { recursive: true });
    if (!existsSync(link)) symlinkSync(name.startsWith('@nablajs/') ? ours : join(ROOT, 'node_modules', name), link);
  }
  writeFileSync(join(folder, 'deno.json'), JSON.stringify({ nodeModulesDir: 'manual' }));
}

/**
 * Executes a notebook. Returns whether nbconvert ended well, what it printed, and the notebook with its outputs if it
 * wrote one.
 */
export function execute(notebook, python) {
  const folder = mkdtempSync(join(tmpdir(), 'nabla-notebook-'));
  try {
    installKernel(join(folder, 'jupyter'), installDeno());
    linkPackages(folder);
    writeFileSync(join(folder, 'in.ipynb'), JSON.stringify(notebook));
    const options = ['--to', 'notebook', '--execute', '--ExecutePreprocessor.timeout=1800', '--output', 'out.ipynb'];
    const { status, stdout, stderr } = spawnSync(python, [NBCONVERT, ...options, 'in.ipynb'], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, JUPYTER_DATA_DIR: join(folder, 'jupyter'), NO_COLOR: '1' },
    });
    const out = join(folder, 'out.ipynb');
    const executed = existsSync(out) ? JSON.parse(readFileSync(out, 'utf8')) : undefined;
    return { passed: status === 0, words: `${stdout}${stderr}`, executed };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The errors in the outputs: a Deno that swallows them ends the run well (deno#35356). */
export const errorsIn = ({ cells }) =>
  cells.flatMap(({ outputs = [] }) => outputs).filter(({ output_type: type }) => type === 'error');

/** Returns the executed notebook without what differs from run to run, such as times and the kernel's version. */
export function tidy(executed, { metadata }) {
  const cells = executed.cells.map((cell) => ({
    ...cell,
    metadata: {},
    ...(cell.outputs && { outputs: cell.outputs.reduce(joined, []) }),
  }));
  return { ...executed, cells, metadata };
}

/** Lines that a cell printed arrive in one or several parts. */
function joined(outputs, output) {
  const last = outputs.at(-1);
  if (output.output_type !== 'stream' || last?.name !== output.name) return [...outputs, output];
  return [...outputs.slice(0, -1), { ...last, text: linesOf(last.text, output.text) }];
}

const linesOf = (...texts) =>
  texts
    .flat()
    .join('')
    .split(/(?<=\n)/);

export const textOf = (notebook) => `${JSON.stringify(sorted(notebook), null, 1)}\n`;

/** Jupyter writes the keys of notebooks in the order of the alphabet. */
function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, one]) => [key, sorted(one)]));
}

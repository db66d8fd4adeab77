/** Finds the library that runs an exported file: in the project, in Python, or where `nabla-bench install` put it. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { KERAS_IN_PYTHON, ONNX_IN_NODE, ONNX_IN_PYTHON, TFJS_IN_NODE, TORCH_IN_PYTHON } from './programs.js';

export type VerifiedFormat = 'onnx' | 'safetensors' | 'keras' | 'tfjs';

/** How to start a program; the folder of the inputs and the path of the file follow. */
interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  /** Arguments after those. */
  readonly more: readonly string[];
  /** Such as `onnxruntime-node`. */
  readonly name: string;
}

interface NodeRuntime {
  readonly package: string;
  readonly program: string;
}

interface PythonRuntime {
  /** The first is the library itself. */
  readonly modules: readonly string[];
  readonly program: string;
}

interface Runtime {
  readonly node?: NodeRuntime;
  readonly python?: PythonRuntime;
  readonly install: string;
}

const RUNTIMES: Readonly<Record<VerifiedFormat, Runtime>> = {
  onnx: {
    node: { package: 'onnxruntime-node', program: ONNX_IN_NODE },
    python: { modules: ['onnxruntime', 'numpy'], program: ONNX_IN_PYTHON },
    install: 'npm install onnxruntime-node, or pip install onnxruntime',
  },
  safetensors: {
    python: { modules: ['torch', 'numpy', 'safetensors'], program: TORCH_IN_PYTHON },
    install: 'pip install torch numpy safetensors',
  },
  keras: {
    python: { modules: ['keras', 'numpy'], program: KERAS_IN_PYTHON },
    install: 'pip install keras tensorflow (or torch instead of tensorflow)',
  },
  tfjs: {
    node: { package: '@tensorflow/tfjs', program: TFJS_IN_NODE },
    install: 'npm install @tensorflow/tfjs',
  },
};

/** Where `nabla-bench install` puts libraries. */
function cacheFolder(): string {
  const base = process.env['NABLA_CACHE'] || process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  return join(base, 'nabla', 'bench-peers');
}

/** Finds the runtime of a format, or says what is missing and how to install it. */
export async function findRuntime(format: VerifiedFormat, projectFolder: string): Promise<Launch | string> {
  const { node, python, install } = RUNTIMES[format];
  const found = (node && findInNode(node, projectFolder)) ?? (python && (await findInPython(python)));
  if (found !== undefined) return found;
  const names = [node?.package, python && `Python with ${python.modules.join(', ')} (python3, or NABLA_PYTHON)`];
  return `expected ${names.filter((name) => name !== undefined).join(' or ')}. Found none; install one: ${install}.`;
}

function findInNode({ package: name, program }: NodeRuntime, projectFolder: string): Launch | undefined {
  const bases = [projectFolder, join(cacheFolder(), 'node')].map((folder) => join(folder, 'package.json'));
  const base = bases.find((from) => resolves(name, from));
  if (base === undefined) return undefined;
  return { command: process.execPath, args: ['--input-type=module', '-e', program], more: [base], name };
}

function resolves(name: string, from: string): boolean {
  try {
    createRequire(from).resolve(name);
    return true;
  } catch {
    return false;
  }
}

async function findInPython({ modules, program }: PythonRuntime): Promise<Launch | undefined> {
  for (const name of pythons()) {
    const command = programPath(name);
    if (command === undefined) continue;
    const check = 'import importlib.util as u, sys; sys.exit(not all(u.find_spec(name) for name in sys.argv[1:]))';
    const { code } = await runProgram(command, ['-c', check, ...modules], 60);
    // -B: writes no compiled files beside a model.py.
    if (code === 0) return { command, args: ['-B', '-c', program], more: [], name: `${modules[0]} in ${name}` };
  }
  return undefined;
}

/** Tries several: Windows has a `python3` that only leads to a shop, and some systems a `python` of version 2. */
function pythons(): string[] {
  const own = process.env['NABLA_PYTHON'];
  const cached = process.platform === 'win32' ? ['Scripts', 'python.exe'] : ['bin', 'python'];
  return [...(own ? [own] : []), join(cacheFolder(), 'python', ...cached), 'python3', 'python'];
}

function programPath(name: string): string | undefined {
  if (/[\\/]/.test(name)) return existsSync(name) ? name : undefined;
  const endings = process.platform === 'win32' ? ['.exe', ''] : [''];
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders
    .flatMap((folder) => endings.map((ending) => join(folder, `${name}${ending}`)))
    .find((path) => existsSync(path));
}

interface Outcome {
  /** The exit code; null if it did not start or did not end in time. */
  readonly code: number | null;
  /** Everything that it printed. */
  readonly printed: string;
}

/** Never rejects. */
export function runProgram(command: string, args: readonly string[], seconds: number): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = spawn(command, [...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: seconds * 1000,
      killSignal: 'SIGKILL',
    });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('error', (error) => resolve({ code: null, printed: error.message }));
    child.on('close', (code) => resolve({ code, printed: Buffer.concat(chunks).toString('utf8') }));
  });
}

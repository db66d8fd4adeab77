/** Installs exact versions of peers into a cache outside any project, from npm and pip. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PEERS, type Peer, type PeerName } from './catalog.js';
import { findPeer } from './find.js';
import {
  nodeFolders,
  nodeProject,
  PYTHONS,
  packageFolder,
  peersFolder,
  programPath,
  pythonOfPeers,
  tensorflowBackendFolder,
} from './places.js';
import { failureLine, runProgram } from './run-program.js';

type Say = (line: string) => void;

/** PyTorch comes with several GB. */
const INSTALL_SECONDS = 3600;

/**
 * Installs peers that are missing or have another version. Calls `say` with a line for each peer; the line of a failure
 * says what to do. Returns false if a peer failed; the others are installed anyway.
 */
export async function installPeers(names: readonly PeerName[], say: Say): Promise<boolean> {
  let ok = true;
  for (const name of names) {
    try {
      const done = await installPeer(PEERS[name], say);
      say(`${name}: ${done}`);
    } catch (error) {
      ok = false;
      say(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return ok;
}

async function installPeer(peer: Peer, say: Say): Promise<string> {
  if (peer.language === 'python') return installInPython(peer, say);
  return peer.name === 'tfjs-node' ? installTfjsNode(peer, say) : installInNode(peer, say);
}

const described = (packages: Readonly<Record<string, string>>): string =>
  Object.entries(packages)
    .map(([name, version]) => `${name} ${version}`)
    .join(', ');

async function installInNode({ packages }: Peer, say: Say): Promise<string> {
  const hasAllPackages = (from: string): boolean =>
    Object.entries(packages).every(([name, version]) => installedVersion(name, from) === version);
  if (nodeFolders().some(hasAllPackages)) return `${described(packages)}, already installed`;
  const folder = nodeProject();
  prepareNodeProject(folder);
  say(`installing ${described(packages)} into ${folder}`);
  const wanted = Object.entries(packages).map(([name, version]) => `${name}@${version}`);
  const options = ['--save-exact', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  await npm(['install', '--prefix', folder, ...options, ...wanted]);
  return `${described(packages)} installed`;
}

function prepareNodeProject(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const manifest = join(folder, 'package.json');
  if (!existsSync(manifest)) writeFileSync(manifest, '{ "private": true }\n');
}

function installedVersion(name: string, from: string): string | undefined {
  const folder = packageFolder(name, from);
  if (folder === undefined) return undefined;
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version?: string };
  return version;
}

async function npm(args: readonly string[]): Promise<void> {
  const program = programPath('npm');
  if (program === undefined) throw new Error('npm is not on PATH. Install Node with npm, then run this again.');
  // Keeps onnxruntime-node's script from downloading a CUDA build.
  const env = { ONNXRUNTIME_NODE_INSTALL: 'skip' };
  const { code, output } = await runProgram(program, args, { seconds: INSTALL_SECONDS, cwd: nodeProject(), env });
  if (code === 0) return;
  throw new Error(`npm failed: ${failureLine(output)}. Check the network and npm's registry, then run this again.`);
}

/** Installs the native library by the script of nabla's TensorFlow backend if present, or the package's own script. */
async function installTfjsNode(peer: Peer, say: Say): Promise<string> {
  if ('launch' in (await findPeer(peer.name))) return 'already installed, with its native library';
  const backend = tensorflowBackendFolder();
  if (backend !== undefined && packageFolder('@tensorflow/tfjs-node', backend) !== undefined) {
    say('preparing the native TensorFlow library');
    const script = join(backend, 'scripts', 'tensorflow.mjs');
    const { code, output } = await runProgram(process.execPath, [script], { seconds: INSTALL_SECONDS });
    const last = output.trim().split('\n').at(-1) ?? '';
    if (code !== 0) throw new Error(last);
    return last;
  }
  await installInNode(peer, say);
  say('running the install script of @tensorflow/tfjs-node');
  const failure = await npm(['rebuild', '--prefix', nodeProject(), '@tensorflow/tfjs-node']).catch(() => 'failed');
  if (failure === undefined && 'launch' in (await findPeer(peer.name))) {
    return `${described(peer.packages)} installed, with its native library`;
  }
  throw new Error(
    'its script could not install the native library. In a clone of nabla, npm run tensorflow builds it from the ' +
      'TensorFlow wheel.',
  );
}

async function installInPython(peer: Peer, say: Say): Promise<string> {
  const packages = { ...peer.packages, ...peer.optionalPackages };
  const python = pythonOfPeers();
  if (await hasVersions(python, packages)) return `${described(packages)}, already installed`;
  const pip = await runProgram(python, ['-m', 'pip', '--version'], { seconds: 60 });
  if (pip.code !== 0) await makeEnvironment(say);
  say(`installing ${described(packages)} into ${join(peersFolder(), 'python')}`);
  const wanted = Object.entries(packages).map(([name, version]) => `${name}==${version}`);
  const args = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-input', ...wanted];
  const { code, output } = await runProgram(python, args, { seconds: INSTALL_SECONDS });
  if (code === 0) return `${described(packages)} installed`;
  throw new Error(`pip failed: ${failureLine(output)}. Check the network and pip's index, then run this again.`);
}

async function makeEnvironment(say: Say): Promise<void> {
  const base = await findPython();
  if (base === undefined)
    throw new Error('no python3 on PATH. Install Python 3 with venv and pip, then run this again.');
  const folder = join(peersFolder(), 'python');
  mkdirSync(peersFolder(), { recursive: true });
  say(`creating a Python environment in ${folder}`);
  const { code, output } = await runProgram(base, ['-m', 'venv', '--clear', folder], { seconds: 300 });
  if (code === 0) return;
  throw new Error(`${base} -m venv failed: ${failureLine(output)}. Install Python's venv module, then run this again.`);
}

/** Finds a Python 3 that runs, to create an environment with. */
async function findPython(): Promise<string | undefined> {
  const chosen = process.env['NABLA_PYTHON'];
  for (const name of chosen ? [chosen] : PYTHONS) {
    const path = programPath(name);
    if (path === undefined) continue;
    const program = 'import sys; sys.exit(sys.version_info[0] < 3)';
    const { code } = await runProgram(path, ['-c', program], { seconds: 60 });
    if (code === 0) return path;
  }
  return undefined;
}

/** Whether all packages are installed with these versions, ignoring build suffixes such as +cpu. */
async function hasVersions(python: string, packages: Readonly<Record<string, string>>): Promise<boolean> {
  const program = [
    'import sys, importlib.metadata as m',
    'wanted = [one.split("==") for one in sys.argv[1:]]',
    'sys.exit(not all(m.version(name).split("+")[0] == version for name, version in wanted))',
  ].join('\n');
  const wanted = Object.entries(packages).map(([name, version]) => `${name}==${version}`);
  const { code } = await runProgram(python, ['-c', program, ...wanted], { seconds: 60 });
  return code === 0;
}

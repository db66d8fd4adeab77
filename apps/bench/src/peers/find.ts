/**
 * Finds a peer that is installed: in the working folder, with nabla's own packages, or where `nabla-bench install` put
 * it.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Launch } from '../protocol.js';
import { PEERS, type Peer, type PeerName } from './catalog.js';
import { nodeFolders, PYTHONS, packageFolder, programPath, pythonOfPeers } from './places.js';
import { runProgram } from './run-program.js';

/** How to start the peer's process, or why it cannot start and the command that installs it. */
export type FoundPeer = { readonly launch: Launch } | { readonly reason: string; readonly install: string };

const WORKERS = fileURLToPath(new URL('../../peers/', import.meta.url));

/** Finds a peer. A missing peer is not an error. The harness adds the environment of `launch` to its own. */
export async function findPeer(name: PeerName): Promise<FoundPeer> {
  const peer = PEERS[name];
  const found = peer.language === 'node' ? findInNode(peer) : await findInPython(peer);
  return 'reason' in found ? { reason: found.reason, install: peer.install } : { launch: found };
}

function findInNode(peer: Peer): Launch | { readonly reason: string } {
  const names = Object.keys(peer.packages);
  const folders = nodeFolders().filter((folder) => names.every((name) => packageFolder(name, folder) !== undefined));
  const usable = folders.find((folder) => peer.name !== 'tfjs-node' || hasNativePart(folder));
  if (usable === undefined) {
    return {
      reason: folders.length > 0 ? 'its native library is not installed' : `${names.join(' and ')} not installed`,
    };
  }
  return { command: process.execPath, args: [join(WORKERS, 'node', 'worker.mjs'), peer.module, usable] };
}

function hasNativePart(from: string): boolean {
  const lib = join(packageFolder('@tensorflow/tfjs-node', from) ?? from, 'lib');
  if (!existsSync(lib)) return false;
  return readdirSync(lib).some((folder) => existsSync(join(lib, folder, 'tfjs_binding.node')));
}

async function findInPython(peer: Peer): Promise<Launch | { readonly reason: string }> {
  const chosen = process.env['NABLA_PYTHON'];
  const isMissing = chosen !== undefined && chosen !== '' && programPath(chosen) === undefined;
  if (isMissing) return { reason: `NABLA_PYTHON is ${chosen}, which does not exist` };
  const names = Object.keys(peer.packages);
  for (const python of [chosen || pythonOfPeers(), pythonOfPeers(), ...PYTHONS]) {
    const command = programPath(python);
    if (command === undefined || !(await hasModules(command, names))) continue;
    // -B: writes no compiled files into a repository or a read-only folder.
    const args = ['-B', join(WORKERS, 'python', 'worker.py'), peer.module];
    return { command, args, ...(peer.environment === undefined ? {} : { env: peer.environment }) };
  }
  return { reason: `no python3 with ${names.join(' and ')}` };
}

/** Whether Python has the modules, without importing them. */
async function hasModules(python: string, names: readonly string[]): Promise<boolean> {
  const program = 'import importlib.util as u, sys; sys.exit(not all(u.find_spec(name) for name in sys.argv[1:]))';
  const { code } = await runProgram(python, ['-c', program, ...names], { seconds: 60 });
  return code === 0;
}

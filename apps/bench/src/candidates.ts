/** Who takes part: backends of nabla's kind by name or package, and peers by name. */
import { fileURLToPath } from 'node:url';
import { locateBackend } from '@nablajs/cli/support';
import { findPeer, type PeerName } from './peers/index.js';
import type { Launch } from './protocol.js';

export interface Candidate {
  readonly name: string;
  readonly launch: Launch;
}

export interface Missing {
  readonly name: string;
  readonly reason: string;
  readonly install: string;
}

const WORKER = fileURLToPath(new URL('./worker/main.js', import.meta.url));

/** A process of its own for a backend; throws a CommandError, exit code 2, where the name finds no package. */
export function backendCandidate(name: string, projectFolder: string): Candidate {
  const url = locateBackend({ backend: name, backendOptions: {}, projectFolder });
  return { name, launch: { command: process.execPath, args: [WORKER, url] } };
}

/** The peers that can be had, and the others with the way to install them. */
export async function peerCandidates(
  names: readonly PeerName[],
): Promise<{ readonly found: readonly Candidate[]; readonly missing: readonly Missing[] }> {
  const found: Candidate[] = [];
  const missing: Missing[] = [];
  for (const name of names) {
    const peer = await findPeer(name);
    if ('launch' in peer) found.push({ name, launch: peer.launch });
    else missing.push({ name, ...peer });
  }
  return { found, missing };
}

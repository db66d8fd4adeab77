import { EXIT, Output, suggestion, tableLines, usageError } from '@nablajs/command-line';
import { Command } from 'commander';
import { PEER_NAMES, PEERS, type PeerName } from '../peers/catalog.js';
import { findPeer } from '../peers/find.js';
import { installPeers } from '../peers/install.js';

export function peersCommand(): Command {
  return new Command('peers')
    .description('List the other libraries you can compare with, and which of them are installed.')
    .addHelpText('after', '\nExamples:\n  $ nabla-bench peers\n')
    .action(async () => {
      const rows: string[][] = [];
      for (const name of PEER_NAMES) {
        const peer = await findPeer(name);
        rows.push([name, 'launch' in peer ? 'installed' : peer.install, PEERS[name].description]);
      }
      const output = new Output({ quiet: false });
      for (const line of tableLines(rows, () => false)) output.print(line);
    });
}

/** Creates the command `install`; `setCode` receives the exit code. */
export function installCommand(setCode: (code: number) => void): Command {
  return new Command('install')
    .description('Install other libraries to compare with, into a cache outside your project.')
    .argument('<peers...>', `Any of ${PEER_NAMES.join(', ')}, or all (torch is several GB).`)
    .addHelpText('after', '\nExamples:\n  $ nabla-bench install numpy scipy jax-js\n  $ nabla-bench install all\n')
    .action(async (names: string[]) => {
      const chosen = names.flatMap((name) => (name === 'all' ? PEER_NAMES : [peerNamed(name)]));
      const output = new Output({ quiet: false });
      const ok = await installPeers([...new Set(chosen)], (line) => output.note(line));
      setCode(ok ? EXIT.ok : EXIT.failure);
    });
}

function peerNamed(name: string): PeerName {
  const peer = PEER_NAMES.find((one) => one === name);
  if (peer !== undefined) return peer;
  throw usageError(`unknown peer '${name}'.${suggestion(name, PEER_NAMES) || ` Known: ${PEER_NAMES.join(', ')}.`}`);
}

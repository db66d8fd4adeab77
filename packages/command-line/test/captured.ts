/** Streams that remember what was written. */
import type { TextStream } from '../src/output.js';

export interface Captured {
  readonly streams: { readonly stdout: TextStream; readonly stderr: TextStream };
  readonly stdout: () => string;
  readonly stderr: () => string;
}

export function captured(isTTY = false): Captured {
  const written = { stdout: '', stderr: '' };
  const stream = (name: 'stdout' | 'stderr'): TextStream => ({
    isTTY,
    write: (text) => {
      written[name] += text;
    },
  });
  return {
    streams: { stdout: stream('stdout'), stderr: stream('stderr') },
    stdout: () => written.stdout,
    stderr: () => written.stderr,
  };
}

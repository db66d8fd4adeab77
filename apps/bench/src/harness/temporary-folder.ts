/** Temporary folders for inputs and results, removed when the process exits. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const open = new Set<string>();

process.on('exit', () => {
  for (const folder of open) removeFolder(folder);
});

export function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'nabla-bench-'));
  open.add(folder);
  return folder;
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  open.delete(folder);
}

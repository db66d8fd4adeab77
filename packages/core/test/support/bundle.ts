/** What a bundler makes of a program that uses the built packages. */
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, type Rolldown } from 'vite';

const ENTRY = fileURLToPath(new URL('./program.js', import.meta.url));
export const DIST = fileURLToPath(new URL('../../dist/', import.meta.url)).replaceAll('\\', '/');

export interface Bundle {
  readonly bytes: number;
  /** The files of `dist` of which something is left, without their suffix. */
  readonly modules: readonly string[];
}

export async function bundle(program: string): Promise<Bundle> {
  const { output } = (await build({
    configFile: false,
    logLevel: 'warn',
    plugins: [
      { name: 'program', resolveId: (id) => (id === ENTRY ? id : null), load: (id) => (id === ENTRY ? program : null) },
    ],
    build: { write: false, rolldownOptions: { input: ENTRY, preserveEntrySignatures: 'strict' } },
  })) as Rolldown.RolldownOutput;
  const [chunk] = output;
  const modules = Object.entries(chunk.modules)
    .filter(([id, { renderedLength }]) => id.startsWith(DIST) && renderedLength > 0)
    .map(([id]) => id.slice(DIST.length).replace(/\.js$/, ''));
  return { bytes: gzipSync(chunk.code).length, modules };
}

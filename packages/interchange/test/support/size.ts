/** What a page loads: the built files as a bundler makes them smaller, gzipped. */
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, type Rolldown } from 'vite';
import { expect } from 'vitest';

const BUILT = fileURLToPath(new URL('../../dist/index.js', import.meta.url));

/** Other packages of ours stay imports. */
const OTHERS = /^@nablajs\/(core|sequences|checkpoint)/;

/** Returns how many bytes a page loads for these names. */
async function bytesOf(names: string): Promise<number> {
  const program = `export ${names} from ${JSON.stringify(BUILT)};`;
  const { output } = (await build({
    configFile: false,
    logLevel: 'warn',
    plugins: [
      {
        name: 'program',
        resolveId: (id) => (id === 'program' ? id : null),
        load: (id) => (id === 'program' ? program : null),
      },
    ],
    build: {
      write: false,
      rolldownOptions: { input: 'program', preserveEntrySignatures: 'strict', external: (id) => OTHERS.test(id) },
    },
  })) as Rolldown.RolldownOutput;
  return output.reduce((sum, file) => sum + (file.type === 'chunk' ? gzipSync(file.code).length : 0), 0);
}

/** Expects that a page loads at most this many bytes for these names. */
export async function expectSize(names: string, most: number): Promise<void> {
  const bytes = await bytesOf(names);
  console.log(`${names}, gzipped: ${bytes} bytes`);
  expect(bytes).toBeLessThanOrEqual(most);
}

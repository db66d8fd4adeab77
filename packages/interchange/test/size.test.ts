/** What a page loads: the built files as a bundler makes them smaller, gzipped. */
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, type Rolldown } from 'vite';
import { expect, it } from 'vitest';

const BUILT = fileURLToPath(new URL('../dist/index.js', import.meta.url));

/** Other packages of ours stay imports. */
const OTHERS = /^@nablajs\/(core|sequences|checkpoint)/;

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

it.each([
  ['{ importOnnx }', 45_000],
  ['{ exportOnnx }', 16_000],
  ['{ importedNetwork, readKeras, writeKeras }', 33_500],
  ['{ importedNetwork, readTfjs, writeTfjs }', 20_000],
  ['{ exportTorch, loadStateDict, readSafetensors, readTorch, stateDict }', 24_000],
  ['{ readNpy, readNpz, writeNpy, writeNpz }', 10_500],
  ['*', 118_000],
])('%s is at most %i bytes', async (names, most) => {
  const bytes = await bytesOf(names);
  console.log(`${names}, gzipped: ${bytes} bytes`);
  expect(bytes).toBeLessThanOrEqual(most);
});

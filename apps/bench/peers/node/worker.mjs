/**
 * `node worker.mjs MODULE FOLDER` runs the protocol of `../README.md` for the peer in `./MODULE.mjs`. Its library is
 * resolved as from a file in FOLDER.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { serve } from './support/protocol.mjs';

const [module, folder] = process.argv.slice(2);

await serve(async () => {
  const require = createRequire(join(folder, 'package.json'));
  const { open } = await import(`./${module}.mjs`);
  return open(require);
});

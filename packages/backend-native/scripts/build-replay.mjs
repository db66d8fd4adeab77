/**
 * Builds native/test/replay.c with the kernels of one variant of this machine.
 *
 * node scripts/build-replay.mjs FILE VARIANT [FLAGS]
 */
import { platformName } from '../dist/addon.js';
import { compileReplay } from './compile.mjs';
import { generate } from './generate.mjs';

const [out, variant = 'baseline', flags = ''] = process.argv.slice(2);
generate();
await compileReplay({
  platform: platformName(),
  variant,
  compiler: [process.env['CC'] ?? 'cc'],
  flags: flags.split(' ').filter((word) => word !== ''),
  out,
});

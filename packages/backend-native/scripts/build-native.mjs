/**
 * Builds the addon for this machine: native/build/PLATFORM.node. Needs a C compiler and what tsc builds.
 *
 *   --cc COMMAND       the compiler, with arguments. Default: the variable CC, or cc
 *   --platform NAME    the platform that the compiler builds for. Default: this one
 *   --flags FLAGS      more flags for compiling and linking, such as -fsanitize=address
 *   --out FILE         Default: native/build/PLATFORM.node, where the backend finds it
 */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { platformName } from '../dist/addon.js';
import { compileAddon } from './compile.mjs';
import { generate } from './generate.mjs';

const { values } = parseArgs({
  options: {
    cc: { type: 'string', default: process.env['CC'] ?? 'cc' },
    platform: { type: 'string', default: platformName() },
    flags: { type: 'string', default: '' },
    out: { type: 'string' },
  },
});
const words = (text) => text.split(' ').filter((word) => word !== '');
const { platform } = values;
const out = values.out ?? fileURLToPath(new URL(`../native/build/${platform}.node`, import.meta.url));

generate();
const size = await compileAddon({ platform, compiler: words(values.cc), flags: words(values.flags), out });
process.stdout.write(`${out}: ${Math.round(size / 1024)} KB\n`);

/** Prints the digests of the short runs. `--write` updates the committed file. Needs a build. */
import { writeFileSync } from 'node:fs';
import { createBackend } from '@nablajs/backend-ts';
import { shortRun } from '../dist/index.js';

const digests = {};
for (const dtype of ['float32', 'float64']) digests[dtype] = await shortRun(await createBackend(), dtype);
const text = `${JSON.stringify(digests, null, 2)}\n`;
if (process.argv.includes('--write')) writeFileSync(new URL('../fixtures/digests.json', import.meta.url), text);
process.stdout.write(text);

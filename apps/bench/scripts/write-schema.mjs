/** Writes nabla-bench.schema.json from the built package: `npm run schema`. */
import { writeFileSync } from 'node:fs';
import { resultFileJsonSchema } from '../dist/result/json-schema.js';

const file = new URL('../nabla-bench.schema.json', import.meta.url);
writeFileSync(file, `${JSON.stringify(resultFileJsonSchema(), undefined, 2)}\n`);

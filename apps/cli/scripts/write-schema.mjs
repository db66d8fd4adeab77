/** Writes nabla.config.schema.json from the built package. Run it with `npm run schema`. */
import { writeFileSync } from 'node:fs';
import { configJsonSchema } from '../dist/settings/file/config-json-schema.js';

const file = new URL('../nabla.config.schema.json', import.meta.url);
writeFileSync(file, `${JSON.stringify(configJsonSchema(), undefined, 2)}\n`);

// Writes the version in package.json to src/version.ts: browsers cannot read package.json. A release runs it.
import { readFileSync, writeFileSync } from 'node:fs';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const file = new URL('../src/version.ts', import.meta.url);
writeFileSync(file, readFileSync(file, 'utf8').replace(/(?<=VERSION(: string)? = ')[^']*/, version));

/** Writes package.json and README.md of each platform's package, and names them in our own package.json. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { folderOf, manifestOf, PLATFORMS, packageOf, readmeOf } from './platforms.mjs';

const json = (value) => `${JSON.stringify(value, null, 2)}\n`;

for (const platform of PLATFORMS) {
  mkdirSync(folderOf(platform), { recursive: true });
  writeFileSync(`${folderOf(platform)}package.json`, json(manifestOf(platform)));
  writeFileSync(`${folderOf(platform)}README.md`, readmeOf(platform));
}
const path = new URL('../package.json', import.meta.url);
const own = JSON.parse(readFileSync(path, 'utf8'));
own.optionalDependencies = Object.fromEntries(PLATFORMS.map((platform) => [packageOf(platform), 'workspace:*']));
writeFileSync(path, json(own));

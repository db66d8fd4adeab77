/** Fails unless the addon of every platform is built. A release would publish empty packages without it. */
import { existsSync } from 'node:fs';
import { addonOf, PLATFORMS } from './platforms.mjs';

const missing = PLATFORMS.filter((platform) => !existsSync(addonOf(platform))).map(({ name }) => name);
if (missing.length > 0) {
  process.stderr.write(`not built: ${missing.join(', ')}. Run: npm run build:platforms\n`);
  process.exitCode = 1;
}

/**
 * The site: writes the API's pages, builds all of them into `.vitepress/dist`, with the playground in `playground/`,
 * and looks at what was made. With `--serve` it shows the result, and builds only where a page or a source has changed;
 * with `--dev` it shows pages as they are edited, without building. NABLA_SITE_BASE is the folder of the site on its
 * host, as in `/nabla/`. Default: `/`.
 */
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, createServer } from 'vitepress';
import { writeApi } from './api.mjs';
import { checkSite } from './check-site.mjs';
import { isBuilt, noteBuild, serveSite, siteKey } from './serve-site.mjs';

const DOCS = fileURLToPath(new URL('..', import.meta.url));
const ROOT = join(DOCS, '..');
const DIST = join(DOCS, '.vitepress', 'dist');
const EXTERNAL = join(DOCS, '.vitepress', 'external-links.txt');
/** Built before this script runs. Its addresses are relative, so it works in any folder. */
const PLAYGROUND = join(ROOT, 'apps', 'playground', 'dist');

function fail(lines, code = 1) {
  process.stderr.write(`${lines.map((line) => `docs: ${line}\n`).join('')}`);
  process.exit(code);
}

const flags = process.argv.slice(2);
const unknown = flags.find((flag) => !['--serve', '--dev'].includes(flag));
if (unknown !== undefined) fail([`unknown flag '${unknown}'. Known: --serve, --dev.`], 2);

process.chdir(DOCS);
if (flags.includes('--dev')) {
  await writeReference();
  const server = await createServer(DOCS);
  await server.listen();
  server.printUrls();
} else if (flags.includes('--serve')) {
  if (!isBuilt(DIST, siteKey(ROOT))) await buildSite();
  const server = await serveSite(DIST);
  server.printUrls();
} else {
  await buildSite();
}

async function writeReference() {
  const { warnings } = await writeApi(join(DOCS, 'api'));
  if (warnings.length > 0) fail(warnings);
}

async function buildSite() {
  // From before the build: what is edited meanwhile is built the next time.
  const key = siteKey(ROOT);
  await writeReference();
  await build(DOCS);
  cpSync(PLAYGROUND, join(DIST, 'playground'), { recursive: true });
  const { pages, problems, external } = checkSite(DIST, process.env.NABLA_SITE_BASE);
  writeFileSync(EXTERNAL, external.map((url) => `${url}\n`).join(''));
  if (problems.length > 0) fail(problems);
  noteBuild(DIST, key);
  process.stdout.write(`${pages} pages in ${DIST}\n${external.length} links to other hosts, listed in ${EXTERNAL}\n`);
}

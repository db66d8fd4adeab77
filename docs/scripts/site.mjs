/**
 * The site: writes the API's pages, builds all of them into `.vitepress/dist`, and looks at what was made. With `--serve` it shows the
 * result; with `--dev` the pages as they are edited, without building.
 */
import { cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, createServer, serve } from 'vitepress';
import { writeApi } from './api.mjs';
import { checkSite } from './check-site.mjs';

const DOCS = fileURLToPath(new URL('..', import.meta.url));
const DIST = join(DOCS, '.vitepress', 'dist');

function fail(lines, code = 1) {
  process.stderr.write(`${lines.map((line) => `docs: ${line}\n`).join('')}`);
  process.exit(code);
}

const flags = process.argv.slice(2);
const unknown = flags.find((flag) => !['--serve', '--dev'].includes(flag));
if (unknown !== undefined) fail([`unknown flag '${unknown}'. Known: --serve, --dev.`], 2);

process.chdir(DOCS);
const undocumented = await writeApi(join(DOCS, 'api'));
if (undocumented.length > 0) fail(undocumented);

if (flags.includes('--dev')) {
  const server = await createServer(DOCS);
  await server.listen();
  server.printUrls();
} else {
  await build(DOCS);
  copyReports();
  const { pages, problems } = checkSite(DIST);
  if (problems.length > 0) fail(problems);
  process.stdout.write(`${pages} pages in ${DIST}\n`);
  if (flags.includes('--serve')) await serve({ root: DOCS });
}

/** Reports with charts are pages already. */
function copyReports() {
  const folder = join(DOCS, 'benchmarks');
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.html'))) {
    cpSync(join(folder, file), join(DIST, 'benchmarks', file));
  }
}

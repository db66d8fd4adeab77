/**
 * Looks at the built site (`npm run docs`) in this machine's Chromium: Lighthouse's scores, axe, what is cropped,
 * requests to other hosts, what the search finds, and the playground in it. Prints what it measured; exits with 1 if
 * something is wrong, with 2 if something is not built or there is no browser.
 *
 *     node scripts/audit.mjs [lighthouse] [pages] [search] [playground]
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findBrowser, INSTALL, launchBrowser } from '@nablajs/browser';
import { measure } from './audit/lighthouse.mjs';
import { problemsOf } from './audit/pages.mjs';
import { playgroundProblems } from './audit/playground.mjs';
import { searchProblems } from './audit/search.mjs';
import { serveCompressed } from './audit/serve-compressed.mjs';
import { writtenPages } from './audit/written-pages.mjs';

const DIST = fileURLToPath(new URL('../.vitepress/dist', import.meta.url));
const PARTS = ['lighthouse', 'pages', 'search', 'playground'];
const MEASURED = {
  lighthouse: ['/', '/guides/early-stopping-and-checkpoints', '/api/core/functions/fit'],
  playground: ['/playground/', '/playground/#train', '/playground/#write'],
};
const RUNS = 5;
/** Pages that are open at a time. */
const AT_A_TIME = 2;

const say = (line) => process.stdout.write(`${line}\n`);
function fail(line) {
  process.stderr.write(`audit: ${line}\n`);
  process.exit(2);
}

const asked = process.argv.slice(2);
const unknown = asked.find((part) => !PARTS.includes(part));
if (unknown !== undefined) fail(`unknown part '${unknown}'. Known: ${PARTS.join(', ')}.`);
const parts = asked.length === 0 ? PARTS : asked;
if (!existsSync(join(DIST, 'index.html'))) fail('there is no site; run npm run docs first.');
const browserPath = findBrowser() ?? fail(`there is no browser; ${INSTALL}.`);

const problems = [];
await lookAtSite();
for (const problem of problems) process.stderr.write(`audit: ${problem}\n`);
process.exitCode = problems.length === 0 ? 0 : 1;

async function lookAtSite() {
  const { address, close } = await serveCompressed(DIST);
  const measured = ['lighthouse', 'playground'].flatMap((part) => (parts.includes(part) ? MEASURED[part] : []));
  if (measured.length > 0) problems.push(...(await measure(browserPath, address, measured, RUNS, say)));
  const browser = await launchBrowser(browserPath);
  if (parts.includes('pages')) {
    problems.push(...(await lookAtPages(browser, address)));
    const found = await playgroundProblems(browser, DIST);
    say(`the playground in /nabla/playground/, without shared memory: ${found.length} problems`);
    problems.push(...found);
  }
  if (parts.includes('search')) {
    const { count, problems: found } = await searchProblems(browser, address);
    say(`search: ${count - found.length} of ${count} queries find their page first`);
    problems.push(...found);
  }
  await browser.close();
  await close();
}

async function lookAtPages(browser, address) {
  const pages = writtenPages(DIST);
  const left = [...pages];
  const found = [];
  const work = async () => {
    for (let page = left.shift(); page !== undefined; page = left.shift()) {
      found.push(...(await problemsOf(browser, address, page)));
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, work));
  say(`axe, widths, hosts: ${pages.length} pages at 1280 pixels in light, 390 in dark: ${found.length} problems`);
  return found;
}

/** Opens pages wide and light, then narrow and dark: axe, what is cropped, requests to other hosts, errors. */
import { watchPage } from '@nablajs/browser';
import axe from 'axe-core';

/** Each width and each colour scheme once: what is cropped depends on the width, contrast on the scheme. */
const VIEWS = [
  [1280, 'light'],
  [390, 'dark'],
];
const PATIENCE = 300_000; // Milliseconds; a busy machine is slow.
const STILL = '*, ::before, ::after { transition: none !important; animation: none !important; }';

/** Presses a key until the page's script runs: it starts at the first key that it sees. */
async function startScript(page) {
  const end = performance.now() + PATIENCE;
  while (!(await page.evaluate("'__vue_app__' in document.getElementById('app')"))) {
    if (performance.now() > end) throw new Error(`the script of ${page.url()} does not start`);
    await page.keyboard.press('Shift', { delay: 50 });
  }
}

/** What is wrong with one page, a line each. */
export async function problemsOf(browser, address, path) {
  const context = await browser.newContext({ reducedMotion: 'reduce' });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  const errors = watchPage(page);
  const problems = [];
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(`${address}/`) && !/^(data|blob):/.test(url)) problems.push(`${path}: requests ${url}`);
  });
  await page.goto(address + path, { waitUntil: 'networkidle' });
  await startScript(page);
  await page.addStyleTag({ content: STILL });
  await page.evaluate(axe.source);
  for (const [width, colorScheme] of VIEWS) {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.waitForFunction(`document.documentElement.classList.contains('dark') === ${colorScheme === 'dark'}`);
    const where = `${path} at ${width} pixels, ${colorScheme}`;
    const found = await page.evaluate('axe.run(document, { resultTypes: ["violations"] })');
    for (const { id, help, nodes } of found.violations) {
      problems.push(`${where}: axe ${id}: ${help} (${nodes.length}), such as ${nodes[0].target.join(' ')}`);
    }
    for (const cropped of await page.evaluate(findCropped)) problems.push(`${where}: ${cropped}`);
  }
  await context.close();
  return [...problems, ...errors.map((error) => `${path}: ${error}`)];
}

/** Runs in the page: what is wider than the window, unless it scrolls by itself. */
function findCropped() {
  const found = [];
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth > clientWidth) found.push(`the page scrolls sideways: ${scrollWidth} of ${clientWidth} pixels`);
  const scrolls = (element) => ['auto', 'scroll'].includes(getComputedStyle(element).overflowX);
  for (const element of document.querySelectorAll('main *')) {
    const { right, left, width, height } = element.getBoundingClientRect();
    // KaTeX hides a copy of each formula for screen readers.
    if (width < 2 || height < 2 || element.closest('.katex-mathml') !== null) continue;
    if (right <= innerWidth + 1 && left >= -1) continue;
    let above = element.parentElement;
    while (above !== null && !scrolls(above)) above = above.parentElement;
    if (above === null)
      found.push(`cropped: ${element.tagName.toLowerCase()} '${element.textContent.trim().slice(0, 40)}'`);
  }
  return found.slice(0, 3);
}

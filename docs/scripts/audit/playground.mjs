/**
 * The playground as GitHub Pages serves it: in the folder of a project, without the headers that shared memory needs.
 */
import { watchPage } from '@nablajs/browser';
import { serveCompressed } from './serve-compressed.mjs';

const BASE = '/nabla';
const LINK = '#train?data=rings&epochs=2&threads=2';

/** What is wrong with the playground of the site in `dist`, a line each. */
export async function playgroundProblems(browser, dist) {
  const { address, close } = await serveCompressed(dist, BASE);
  const page = await browser.newPage();
  const problems = watchPage(page);
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(`${address}/playground/`) && !/^(data|blob):/.test(url)) problems.push(`requests ${url}`);
  });
  const expect = (what, expected, received) => {
    if (received !== expected) problems.push(`${what}: expected ${expected}. Received ${received}`);
  };
  await page.goto(`${address}/playground/`);
  await page.waitForSelector('.draw[data-ready=true]');
  expect('cross-origin isolated', false, await page.evaluate('crossOriginIsolated'));
  expect('what it reads', '2', await page.locator('.read').getAttribute('data-digit'));
  await page.getByRole('button', { name: 'Clear' }).click();
  await page.getByRole('button', { name: 'Example of a 7' }).click();
  await page.waitForSelector('.read[data-digit="7"]');
  await page.goto(`${address}/playground/${LINK}`);
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await page.waitForSelector('.position[data-state=done]');
  const computed = await page.locator('.run-bar').textContent();
  expect('its threads', '1 thread', /\d+ threads?/.exec(computed ?? '')?.[0]);
  await page.close();
  await close();
  return problems.map((problem) => `playground: ${problem}`);
}

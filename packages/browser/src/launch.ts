import type { Browser, Page } from 'playwright-core';

/** Starts a browser without its sandbox: open only your own pages in it. `args` are more flags of its command line. */
export async function launchBrowser(executablePath: string, args: readonly string[] = []): Promise<Browser> {
  // Loading it takes half a second.
  const { chromium } = await import('playwright-core');
  return await chromium.launch({ executablePath, args: ['--no-sandbox', ...args] });
}

/** Returns a list to which the errors are added that the page logs or does not catch from now on. */
export function watchPage(page: Page): string[] {
  const problems: string[] = [];
  page.on('console', (message) => message.type() === 'error' && problems.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => problems.push(`error: ${error.message}`));
  return problems;
}

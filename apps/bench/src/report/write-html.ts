/** Loads the chart library only when it writes a page, because loading takes half a second. */
import { writeFile } from 'node:fs/promises';
import type { ResultFile } from '../result/result-file.js';

export async function writeHtml(path: string, file: ResultFile): Promise<void> {
  const { htmlReport } = await import('./html.js');
  await writeFile(path, htmlReport(file));
}

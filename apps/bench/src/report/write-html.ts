/** What draws charts takes half a second to load, so it is loaded where charts are drawn. */
import { writeFile } from 'node:fs/promises';
import type { ResultFile } from '../result/result-file.js';

export async function writeHtml(path: string, file: ResultFile): Promise<void> {
  const { htmlReport } = await import('./html.js');
  await writeFile(path, htmlReport(file));
}

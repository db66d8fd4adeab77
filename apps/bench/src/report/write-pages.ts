/** Writes pages and charts. It loads the chart library only then. */
import { writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { usageError } from '@nablajs/command-line';
import type { ResultFile } from '../result/result-file.js';

/** A result file, and where it was read. */
export interface Run {
  readonly path: string;
  readonly file: ResultFile;
}

export async function writeHtml(path: string, files: readonly ResultFile[]): Promise<void> {
  const { htmlReport } = await import('./html.js');
  await writeFile(path, htmlReport(files));
}

/** Writes the summary chart of a run. Throws a usage error if the run has no ratios. */
export async function writeSvg(path: string, file: ResultFile): Promise<void> {
  const [{ summarySvg }, { NO_RATIOS }] = await Promise.all([import('./chart/summary-chart.js'), import('./words.js')]);
  const svg = summarySvg(file, 'wide');
  if (svg === null) throw usageError(`--svg: ${NO_RATIOS}`);
  await writeFile(path, svg);
}

/** Writes a Markdown page, and next to it the charts of each run: `NAME.svg` and `NAME-phone.svg`. */
export async function writeMarkdown(path: string, runs: readonly Run[]): Promise<void> {
  const [{ markdownReport }, { summarySvg }] = await Promise.all([
    import('./markdown.js'),
    import('./chart/summary-chart.js'),
  ]);
  const names = runs.map((run) => basename(run.path).replace(/\.json$/, ''));
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) {
    throw usageError(`--markdown: two files are named '${twice}', as their charts would be. Rename one of them.`);
  }
  const pages = runs.map(async ({ file }, at) => {
    const [wide, phone] = [`${names[at]}.svg`, `${names[at]}-phone.svg`];
    const drawn = [
      [wide, summarySvg(file, 'wide')],
      [phone, summarySvg(file, 'phone')],
    ] as const;
    for (const [name, svg] of drawn) if (svg !== null) await writeFile(join(dirname(path), name), svg);
    const charts = drawn.some(([, svg]) => svg === null)
      ? null
      : { wide: `./${encodeURI(wide)}`, phone: `./${encodeURI(phone)}` };
    return { file, charts };
  });
  await writeFile(path, markdownReport(await Promise.all(pages)));
}

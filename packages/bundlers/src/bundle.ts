/** Bundles a program with one bundler into a folder below dist. */
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import * as esbuild from 'esbuild';
import { build as viteBuild } from 'vite';
import webpack from 'webpack';

const place = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));

export interface Bundle {
  readonly bundler: 'esbuild' | 'vite' | 'webpack';
  readonly target: 'node' | 'browser';
  readonly program: 'files' | 'urls' | 'inline' | 'worker';
  readonly format?: 'cjs';
  readonly noExternal?: boolean;
}

/**
 * The bundles to test: bundler, target, and how the program finds the kernels (../program). For Node, Vite does not
 * bundle installed packages unless `noExternal` is set.
 */
export const BUNDLES: readonly Bundle[] = [
  { bundler: 'esbuild', target: 'node', program: 'inline' },
  { bundler: 'esbuild', target: 'node', program: 'inline', format: 'cjs' },
  { bundler: 'esbuild', target: 'node', program: 'urls' },
  { bundler: 'esbuild', target: 'browser', program: 'inline' },
  { bundler: 'esbuild', target: 'browser', program: 'urls' },
  { bundler: 'vite', target: 'node', program: 'files' },
  { bundler: 'vite', target: 'node', program: 'inline', noExternal: true },
  { bundler: 'vite', target: 'browser', program: 'files' },
  { bundler: 'vite', target: 'browser', program: 'inline' },
  { bundler: 'vite', target: 'browser', program: 'worker' },
  { bundler: 'webpack', target: 'node', program: 'files' },
  { bundler: 'webpack', target: 'node', program: 'inline' },
  { bundler: 'webpack', target: 'browser', program: 'files' },
  { bundler: 'webpack', target: 'browser', program: 'inline' },
  { bundler: 'webpack', target: 'browser', program: 'worker' },
];

export const nameOf = ({ bundler, target, program, format, noExternal }: Bundle): string =>
  [bundler, target, program, format, noExternal ? 'whole' : undefined].filter(Boolean).join('-');

type Bundler = (what: Bundle, entry: string, folder: string) => Promise<unknown>;

const BUNDLERS: Readonly<Record<Bundle['bundler'], Bundler>> = {
  esbuild: ({ target, format }, entry, folder) =>
    esbuild.build({
      entryPoints: [entry],
      outfile: `${folder}/main.${format === 'cjs' ? 'cjs' : 'js'}`,
      bundle: true,
      minify: true,
      logLevel: 'error',
      platform: target,
      format: format ?? 'esm',
    }),
  vite: ({ target, noExternal = false }, entry, folder) =>
    viteBuild({
      configFile: false,
      logLevel: 'error',
      root: place('.'),
      base: './',
      ssr: noExternal ? { noExternal } : { external: true },
      build: {
        outDir: folder,
        minify: true,
        target: 'esnext',
        ...(target === 'node' ? { ssr: entry } : {}),
        rolldownOptions: { input: entry, output: { entryFileNames: 'main.js' } },
      },
    }),
  webpack: ({ target }, entry, folder) =>
    new Promise<void>((resolve, reject) => {
      const output = { path: folder, filename: 'main.js', module: true, chunkFormat: 'module' };
      const runtime = target === 'node' ? 'node20' : 'web';
      webpack(
        { mode: 'production', target: [runtime, 'es2022'], entry, output, experiments: { outputModule: true } },
        (error, stats) => {
          if (error !== null || stats?.hasErrors() !== false)
            reject(error ?? new Error(stats?.toString('errors-only')));
          else resolve();
        },
      );
    }),
};

/** Builds a bundle. Returns its script, its page, and the gzipped size of all its files. */
export async function bundle(what: Bundle): Promise<{ script: string; page: string; bytes: number }> {
  const folder = place(`dist/${nameOf(what)}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await BUNDLERS[what.bundler](what, place(`program/${what.program}.mjs`), folder);
  if (what.program === 'urls') {
    for (const file of ['kernels.wasm', 'worker.js'])
      copyFileSync(place(`../backend-wasm/dist/${file}`), `${folder}/${file}`);
  }
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const bytes = files.reduce((sum, file) => sum + gzipSync(readFileSync(`${file.parentPath}/${file.name}`)).length, 0);
  writeFileSync(`${folder}/package.json`, '{ "type": "module" }\n');
  writeFileSync(
    `${folder}/index.html`,
    '<!doctype html><link rel="icon" href="data:,"><script type="module" src="main.js"></script>\n',
  );
  return {
    script: `${folder}/main.${what.format ?? 'js'}`,
    page: `/packages/bundlers/dist/${nameOf(what)}/index.html`,
    bytes,
  };
}

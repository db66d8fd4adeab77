/** `nabla export --to`: saves a model for another library, and runs it there. */
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { describeFailure, EXIT, type Output, resolveBackend, usageError, workError } from '@nablajs/command-line';
import type { Network } from '@nablajs/core';
import { hasLora, mergeLora } from '@nablajs/finetune';
import { loadTrained, openNetwork, type TrainedModel } from '../../models/model-folder.js';
import { readForm } from '../../models/saved-form.js';
import type { Verified } from '../verify/verify.js';
import { foreignFiles } from './foreign-files.js';
import type { ForeignFiles, ForeignFormat, ForeignSettings, Form } from './formats.js';

/** Resolves to the exit code: 1 if the other library's outputs differ by more than rounding. */
export async function exportForeign(folder: string, settings: ForeignSettings, output: Output): Promise<number> {
  checkOut(settings);
  const trained = await loadTrained(folder);
  const form = trained.form && readForm(trained.form, `${folder}/model.json`);
  const { backend } = await resolveBackend(settings, trained.network.dtype);
  try {
    using opened = openNetwork(backend, trained.network);
    // Other libraries have no adapters: their products are added to the weights.
    using network = settings.to !== 'peft' && hasLora(opened) ? await mergeLora(opened) : opened;
    const files = await foreignFiles(network, form, settings);
    for (const warning of files.warnings) output.warn(warning);
    const paths = await writeFiles(files, settings);
    const verified = settings.verify ? await verify(trained, network, form, files, paths, settings) : undefined;
    const made = { paths, files, verified };
    for (const line of settings.json ? [jsonOf(folder, made, settings)] : textOf(made, settings)) output.print(line);
    return verified === undefined || verified.isSame ? EXIT.ok : EXIT.failure;
  } finally {
    await backend.dispose();
  }
}

async function verify(
  { network: { dtype } }: TrainedModel,
  network: Network,
  form: Form | undefined,
  { inputs, channelsFirst }: ForeignFiles,
  paths: readonly string[],
  { to, projectFolder }: ForeignSettings,
): Promise<Verified> {
  const { verifyExport } = await import('../verify/verify.js');
  const format = to as Exclude<ForeignFormat, 'npz' | 'npy' | 'peft'>;
  const path = paths[0] as string;
  return await verifyExport({ format, path, network, form, dtype, inputs, channelsFirst, projectFolder });
}

/** The formats of one file; the others are a folder. */
const FILES: readonly ForeignFormat[] = ['onnx', 'keras', 'npz'];

/** Throws a CommandError for a name that promises something else. */
function checkOut({ out, to }: ForeignSettings): void {
  const [name, ending] = [basename(out), extname(out)];
  if (FILES.includes(to) && ending === '') {
    throw usageError(`--out: expected the name of a file, such as ${name}.${to}. Received ${name}.`);
  }
  if (!FILES.includes(to) && /^\.(safetensors|py|json|npy|npz|bin)$/i.test(ending)) {
    throw usageError(
      `--out: ${to} is a folder of files. Name a folder, such as ${basename(out, ending)}. Received ${name}.`,
    );
  }
}

/** Returns the paths of the files, the main one first. */
async function writeFiles(made: ForeignFiles, { out, overwrite, to }: ForeignSettings): Promise<string[]> {
  const isFile = FILES.includes(to);
  const paths = Array.from(made.files.keys(), (name, at) => {
    if (!isFile) return join(out, name);
    return at === 0 ? out : join(dirname(out), name);
  });
  const present = paths.find((path) => existsSync(path));
  if (present !== undefined && !overwrite) {
    throw usageError(`--out: ${present} is there already. Choose another name, or replace it with --overwrite.`);
  }
  try {
    await mkdir(isFile ? dirname(out) : out, { recursive: true });
    for (const [at, bytes] of [...made.files.values()].entries()) await writeFile(paths[at] as string, bytes);
  } catch (error) {
    throw workError(describeFailure(error).message, { cause: error });
  }
  return paths;
}

interface Made {
  readonly paths: readonly string[];
  readonly files: ForeignFiles;
  readonly verified: Verified | undefined;
}

const bytesOf = ({ files }: ForeignFiles): number => [...files.values()].reduce((sum, { length }) => sum + length, 0);

function textOf({ paths, files, verified }: Made, { quiet, to }: ForeignSettings): string[] {
  const what = paths.length > 3 ? `${paths.length} files` : paths.join(', ');
  const saved = `Saved ${what} (${to}, ${grouped(bytesOf(files))} bytes)`;
  return [...(quiet ? [] : [saved]), ...(verified === undefined ? [] : [verifiedText(verified)])];
}

const grouped = (count: number): string => count.toLocaleString('en-US');

function verifiedText({ runtime, examples, difference, tolerance, isSame, rounding }: Verified): string {
  const found = `${difference.toExponential(1)} of the largest output`;
  const own =
    rounding === undefined ? '' : `. Rounding to float32 alone changes nabla's outputs by ${rounding.toExponential(1)}`;
  const verdict = isSame ? 'ok' : `WRONG, more than ${tolerance.toExponential()}${own}`;
  return `Verified by ${runtime} on ${examples} examples: the largest difference is ${found}: ${verdict}`;
}

/** Returns one JSON line, which `apps/cli/README.md` documents. */
function jsonOf(folder: string, { paths, files, verified }: Made, { to }: ForeignSettings): string {
  const { warnings } = files;
  return JSON.stringify({
    ...{ event: 'export', folder, to, files: paths, bytes: bytesOf(files), warnings, verified: verified ?? null },
  });
}

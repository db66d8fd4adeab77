import { writeFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { describeFailure, EXIT, type Output, usageError, workError } from '@nablajs/command-line';
import type { DenseArray } from '@nablajs/core';
import type { ArrayForm } from '@nablajs/datasets';
import { type HostTensor, writeNpy, writeNpz } from '@nablajs/interchange';
import { type AnswerWriter, nameOf, readStandardInput, STANDARD_INPUT } from '../predict/answer-writer.js';
import type { Predictor } from '../predict/predictor.js';
import { parseArrays, readArrays } from './array-files.js';

/** `out`: the absolute path of a file for the outputs, instead of answers. Resolves to the exit code. */
export async function predictArrays(
  predictor: Predictor,
  form: ArrayForm,
  files: readonly string[],
  { writer, out, output }: { readonly writer: AnswerWriter; readonly out: string | undefined; readonly output: Output },
): Promise<number> {
  if (out !== undefined) {
    const [file, ...more] = files;
    if (file === undefined || more.length > 0) throw usageError(`--out: expected one file. Received ${files.length}.`);
    const encoded = predictor.encodeArrays(await arraysOf(file, output), form, nameOf(file));
    await writeOutputs(out, form, await predictor.outputs(encoded));
    output.note(`Wrote ${out}`);
    return EXIT.ok;
  }
  for (const file of files) {
    const inputs = predictor.encodeArrays(await arraysOf(file, output), form, nameOf(file));
    const several = files.length > 1;
    for (const [index, answer] of (await predictor.answers(inputs)).entries()) {
      const row = index + 1;
      const fields = { ...(several && { file }), row };
      writer.write({ answer, label: `${several ? `${basename(file)} ` : ''}row ${row}`, fields, cells: [] });
    }
  }
  return EXIT.ok;
}

async function arraysOf(file: string, output: Output) {
  if (file !== STANDARD_INPUT) return await readArrays(resolve(file), output);
  return await parseArrays(Buffer.concat(await readStandardInput()), nameOf(file));
}

/** Writes .npy for a single output, or .npz, by the name of the file. */
async function writeOutputs(
  path: string,
  { outputs: places }: ArrayForm,
  outputs: readonly DenseArray[],
): Promise<void> {
  const tensors = outputs.map(({ data, shape }): HostTensor => {
    if (data instanceof Float64Array) return { type: 'float64', shape, data };
    return { type: 'float32', shape, data: Float32Array.from(data) };
  });
  const [only, ...more] = tensors;
  const isNpy = /\.npy$/i.test(path);
  if (isNpy && (only === undefined || more.length > 0)) {
    throw usageError(`--out: expected an .npz for ${tensors.length} outputs. Received ${basename(path)}.`);
  }
  const named = new Map(tensors.map((tensor, at) => [places[at]?.name ?? `${at}`, tensor]));
  try {
    await writeFile(path, isNpy ? writeNpy(only as HostTensor) : writeNpz(named));
  } catch (error) {
    throw workError(describeFailure(error).message, { cause: error });
  }
}

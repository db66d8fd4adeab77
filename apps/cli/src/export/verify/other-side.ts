import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommandError, EXIT, oneLine, workError } from '@nablajs/command-line';
import type { HostTensor } from '@nablajs/interchange';
import { findRuntime, runProgram, type VerifiedFormat } from './runtimes.js';

export interface NamedInput extends HostTensor {
  readonly name: string;
}

export interface OtherOutput {
  readonly shape: readonly number[];
  readonly data: Float64Array;
}

interface OtherSide {
  /** Such as `onnxruntime-node`. */
  readonly runtime: string;
  readonly outputs: readonly OtherOutput[];
}

/** The other library does not take the file, or what goes into it. */
export class OtherSideError extends CommandError {
  constructor(message: string) {
    super(EXIT.failure, message);
  }
}

/** Large models take minutes in Python. */
const SECONDS = 600;
const LONGEST_PROBLEM = 400;

/** Throws a CommandError if the library is not there, or does not take the file. */
export async function runOtherSide(
  format: VerifiedFormat,
  path: string,
  inputs: readonly NamedInput[],
  projectFolder: string,
): Promise<OtherSide> {
  const found = await findRuntime(format, projectFolder);
  if (typeof found === 'string') throw workError(`--verify: ${found}`);
  const folder = await mkdtemp(join(tmpdir(), 'nabla-verify-'));
  try {
    await writeInputs(folder, inputs);
    const args = [...found.args, folder, path, ...found.more];
    const { code, printed } = await runProgram(found.command, args, SECONDS);
    if (code !== 0) throw new OtherSideError(`--verify: ${found.name} does not take the file: ${problemIn(printed)}`);
    return { runtime: found.name, outputs: await readOutputs(folder) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function writeInputs(folder: string, inputs: readonly NamedInput[]): Promise<void> {
  const listed = inputs.map(({ name, type, shape }, at) => ({ name, type, shape, file: `input-${at}.bin` }));
  for (const [at, { type, data }] of inputs.entries()) {
    await writeFile(join(folder, `input-${at}.bin`), bytesOf(type, data));
  }
  await writeFile(join(folder, 'inputs.json'), JSON.stringify(listed));
}

/** Integers of 64 bits are numbers here. */
function bytesOf(type: HostTensor['type'], data: HostTensor['data']): Uint8Array {
  const own =
    type === 'int64'
      ? BigInt64Array.from(data, BigInt)
      : type === 'uint64'
        ? BigUint64Array.from(data, BigInt)
        : type === 'uint32'
          ? Uint32Array.from(data)
          : data;
  return new Uint8Array(own.buffer, own.byteOffset, own.byteLength);
}

async function readOutputs(folder: string): Promise<OtherOutput[]> {
  const listed = JSON.parse(await readFile(join(folder, 'outputs.json'), 'utf8')) as {
    readonly file: string;
    readonly shape: readonly number[];
  }[];
  return await Promise.all(
    listed.map(async ({ file, shape }) => {
      const bytes = new Uint8Array(await readFile(join(folder, file)));
      return { shape, data: new Float64Array(bytes.buffer) };
    }),
  );
}

/** The last line with a word is the error of Python and of Node. */
function problemIn(printed: string): string {
  const lines = printed.split('\n').filter((line) => /\w/.test(line) && !/^\s*at |^Node\.js v/.test(line));
  const error = lines.findLast((line) => /error/i.test(line)) ?? lines.at(-1) ?? 'it printed nothing';
  return oneLine(error).slice(0, LONGEST_PROBLEM);
}

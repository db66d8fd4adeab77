/** `nabla generate`: prints what a model writes, as it is made. */
import { setImmediate } from 'node:timers/promises';
import { EXIT, type Output, visible } from '@nablajs/command-line';
import type { WriteOptions } from './write-options.js';
import type { Writer } from './writer.js';

/** What a terminal may get: line breaks and tabs. It shows other control characters, and no carriage returns. */
const safe = (text: string): string => text.replaceAll('\r', '').replace(/[^\n\t]+/g, visible);

/** Prints the prompt and the text, or one line of JSON. Resolves to the exit code. */
export async function printText(
  writer: Pick<Writer, 'encode' | 'write'>,
  prompt: string,
  options: WriteOptions,
  { json, output }: { readonly json: boolean; readonly output: Output },
): Promise<number> {
  const { tokens, unknown } = writer.encode(prompt);
  if (unknown > 0) {
    output.warn(`the model does not know ${unknown} of the prompt's characters: its text did not have them.`);
  }
  const { stdout } = process;
  const show = (piece: string): void => {
    if (!json && piece !== '') stdout.write(stdout.isTTY === true ? safe(piece) : piece);
  };
  show(prompt);
  let text = '';
  for await (const piece of writer.write(tokens, options)) {
    text += piece;
    show(piece);
    // Lets the process write, and notice signals and a closed pipe.
    await setImmediate();
  }
  if (json) output.print(JSON.stringify({ event: 'text', prompt, text, ...options, ...(unknown > 0 && { unknown }) }));
  else if (!text.endsWith('\n')) stdout.write('\n');
  return EXIT.ok;
}

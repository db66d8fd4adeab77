/** `nabla generate`: prints what a model writes, as it is made. */
import { setImmediate } from 'node:timers/promises';
import { EXIT, type Output, visible } from '@nablajs/command-line';
import type { WriteOptions } from './write-text.js';
import type { Writer } from './writer.js';

/** The text of a stream, with its line breaks and tabs. A terminal shows its other control characters. */
const safe = (text: string, isTerminal: boolean): string => (isTerminal ? text.replace(/[^\n\t]+/g, visible) : text);

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
    if (!json && piece !== '') stdout.write(safe(piece, stdout.isTTY === true));
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

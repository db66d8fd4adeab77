import { Output } from '@nablajs/command-line';
import { expect, it, onTestFinished, vi } from 'vitest';
import { printText } from '../../src/text/print-text.js';

const PIECES = ['a\r\n', '', '\tb\u001b[2J', '\u202e', 'c'];

async function printed(isTTY: boolean): Promise<string> {
  let text = '';
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((piece) => {
    text += piece;
    return true;
  });
  const terminal = Object.getOwnPropertyDescriptor(process.stdout, 'isTTY');
  Object.defineProperty(process.stdout, 'isTTY', { value: isTTY, configurable: true });
  onTestFinished(() => {
    if (terminal === undefined) Reflect.deleteProperty(process.stdout, 'isTTY');
    else Object.defineProperty(process.stdout, 'isTTY', terminal);
  });
  const writer = {
    encode: () => ({ tokens: Int32Array.of(1), unknown: 0 }),
    async *write() {
      yield* PIECES;
    },
  };
  await printText(writer, '>', { length: 5 }, { json: false, output: new Output({ quiet: false }) });
  write.mockRestore();
  return text;
}

it('prints exact text to a file, and text that cannot control a terminal', async () => {
  expect(await printed(false)).toBe(`>${PIECES.join('')}\n`);
  expect(await printed(true)).toBe('>a\n\tb\\u001b[2J\\u202ec\n');
});

/** The messages of an object's header, of both versions (format specification IV.A.1). */
import type { Cursor, Source } from './source.js';
import { damaged } from './tree.js';

/** A message: its type, and its bytes. */
export interface Message {
  readonly type: number;
  readonly cursor: Cursor;
}

const CONTINUATION = 0x10;
/** Keras' largest headers, those with lists of names, have a few. */
const MAX_BLOCKS = 1000;

/** A run of messages. */
interface Block {
  readonly from: number;
  readonly to: number;
}

export function readHeader(source: Source, address: number): Message[] {
  source.step();
  const cursor = source.at(address);
  const version = cursor.u8();
  if (version === 1) {
    const size = cursor.skip(7).u32();
    const from = address + 16;
    return readBlocks(source, { from, to: from + size }, 8, 0, 0);
  }
  cursor.position = address;
  if (cursor.expect('OHDR').u8() !== 2) throw damaged('a header of an unknown version');
  const flags = cursor.u8();
  cursor.skip(((flags & 32) === 32 ? 16 : 0) + ((flags & 16) === 16 ? 4 : 0));
  const size = cursor.sized(2 ** (flags & 3));
  const from = cursor.position;
  return readBlocks(source, { from, to: from + size }, 4, (flags & 4) === 4 ? 2 : 0, 4);
}

/** `prefix` is the size of what precedes each message; blocks that follow have `around` bytes before and after. */
function readBlocks(source: Source, first: Block, prefix: number, order: number, around: number): Message[] {
  const messages: Message[] = [];
  const blocks = [first];
  for (const { from, to } of blocks) {
    if (blocks.length > MAX_BLOCKS) throw damaged('a header goes on without end');
    for (let at = from; at + prefix + order <= to; ) {
      source.step();
      const cursor = source.at(at);
      const type = prefix === 8 ? cursor.u16() : cursor.u8();
      const size = cursor.u16();
      const flags = cursor.u8();
      const body = at + prefix + order;
      at = body + size;
      if (at > to) break;
      cursor.position = body;
      if (type === CONTINUATION) {
        const start = cursor.u64();
        blocks.push({ from: start + around, to: start + cursor.u64() - around });
      } else if ((flags & 2) === 0) messages.push({ type, cursor });
    }
  }
  return messages;
}

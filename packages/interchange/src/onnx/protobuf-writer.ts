/** Writes the encoding of Protocol Buffers, as `protobuf-reader.ts` reads it. */
import { damaged } from './damaged.js';
import { WIRE } from './protobuf-reader.js';

const TEXT = new TextEncoder();
/** What a file may have: lengths are whole numbers of 31 bits in other readers. */
const MOST_BYTES = 0x7fffffff;
/** 2^63. */
const TWO_63 = 9223372036854776000;
/** What a larger number was before it was rounded up. */
const MOST_INTEGER = 0x7fffffffffffffffn;

/** Collects the fields of one message. Large arrays are not copied before `finish`. */
export class ProtobufWriter {
  readonly #chunks: Uint8Array[] = [];
  #length = 0;

  /** Adds a whole number, also 0. */
  integer(field: number, value: number): this {
    return this.#tag(field, WIRE.varint).#varint(value);
  }

  /** Adds a float32, also 0. */
  float(field: number, value: number): this {
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setFloat32(0, value, true);
    return this.#tag(field, WIRE.fixed32).#add(bytes);
  }

  /** Adds bytes, which must not change before `finish`. */
  bytes(field: number, bytes: Uint8Array): this {
    return this.#tag(field, WIRE.bytes).#varint(bytes.length).#add(bytes);
  }

  /** Adds a text, also an empty one. */
  text(field: number, text: string): this {
    return this.bytes(field, TEXT.encode(text));
  }

  /** Adds a list of texts. */
  texts(field: number, texts: readonly string[]): this {
    for (const text of texts) this.text(field, text);
    return this;
  }

  /** Adds messages of keys and values. */
  entries(field: number, entries: Readonly<Record<string, string>>): this {
    for (const [key, value] of Object.entries(entries)) {
      this.message(field, new ProtobufWriter().text(1, key).text(2, value));
    }
    return this;
  }

  /** Adds a message. */
  message(field: number, message: ProtobufWriter): this {
    this.#tag(field, WIRE.bytes).#varint(message.#length);
    for (const chunk of message.#chunks) this.#add(chunk);
    return this;
  }

  /** Throws NablaError `data` for too many bytes for a file. */
  finish(): Uint8Array {
    if (this.#length > MOST_BYTES) throw damaged('a file has at most 2 GB; write the weights to a file of their own');
    const bytes = new Uint8Array(this.#length);
    let at = 0;
    for (const chunk of this.#chunks) {
      bytes.set(chunk, at);
      at += chunk.length;
    }
    return bytes;
  }

  #tag(field: number, wire: number): this {
    return this.#varint(field * 8 + wire);
  }

  /** Writes 64 bits with a sign, seven in each byte. */
  #varint(value: number): this {
    if (value >= 0 && value < 128) return this.#add(Uint8Array.of(value));
    const bytes: number[] = [];
    let rest = value < TWO_63 ? BigInt.asUintN(64, BigInt(value)) : MOST_INTEGER;
    while (rest > 127n) {
      bytes.push(Number(rest & 127n) | 128);
      rest >>= 7n;
    }
    bytes.push(Number(rest));
    return this.#add(Uint8Array.from(bytes));
  }

  #add(bytes: Uint8Array): this {
    this.#chunks.push(bytes);
    this.#length += bytes.length;
    return this;
  }
}

/** Reads the encoding of Protocol Buffers: https://protobuf.dev/programming-guides/encoding. */
import { damaged } from './damaged.js';

/** How a field is encoded. */
export const WIRE = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;

const TEXT = new TextDecoder('utf-8', { fatal: true });
const [TWO_28, TWO_56] = [268435456, 72057594037927936];
/** 128 to the power of 0 to 3. */
const POWERS = [1, 128, 16384, 2097152];
const MASK_28 = 0x0fffffff;

/** Walks over the fields of one message. All methods throw NablaError `data` at the end of the bytes. */
export class ProtobufReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;
  /** How the last field is encoded. */
  #wire = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Whether there is more. */
  get hasMore(): boolean {
    return this.#at < this.#bytes.length;
  }

  /** Whether the last field is a packed list, a message or a text. */
  get isBytes(): boolean {
    return this.#wire === WIRE.bytes;
  }

  /** Read the field's content then, or call `skip`. */
  field(): number {
    const tag = this.#unsigned();
    this.#wire = tag % 8;
    const field = (tag - this.#wire) / 8;
    if (field < 1 || field > 0x1fffffff) throw damaged(`no field has the number ${field}`);
    return field;
  }

  /** Passes over the content of the last field. */
  skip(): void {
    if (this.#wire === WIRE.varint) this.#unsigned();
    else if (this.#wire === WIRE.fixed64) this.#forward(8);
    else if (this.#wire === WIRE.fixed32) this.#forward(4);
    else this.bytes();
  }

  /** With a sign, rounded if it is beyond 2^53. */
  integer(): number {
    this.#expect(WIRE.varint);
    return this.#signed();
  }

  /** Returns a float32. */
  float(): number {
    this.#expect(WIRE.fixed32);
    return this.#view.getFloat32(this.#forward(4), true);
  }

  /** Not copied. */
  bytes(): Uint8Array {
    this.#expect(WIRE.bytes);
    const length = this.#unsigned();
    const start = this.#forward(length);
    return this.#bytes.subarray(start, start + length);
  }

  /** Returns a text. */
  text(): string {
    return textOf(this.bytes());
  }

  message(): ProtobufReader {
    return new ProtobufReader(this.bytes());
  }

  /** Adds the last field to `list`: one number, or all if they are packed. */
  integers(list: number[], isUnsigned = false): void {
    const one = (reader: ProtobufReader): number => (isUnsigned ? reader.#unsigned() : reader.#signed());
    if (!this.isBytes) {
      this.#expect(WIRE.varint);
      list.push(one(this));
      return;
    }
    const packed = this.message();
    while (packed.hasMore) list.push(one(packed));
  }

  /** Adds the last field to `list`: one number, or all if they are packed. */
  floats(list: number[], size: 4 | 8): void {
    const read = (view: DataView, at: number): number =>
      size === 4 ? view.getFloat32(at, true) : view.getFloat64(at, true);
    if (!this.isBytes) {
      this.#expect(size === 4 ? WIRE.fixed32 : WIRE.fixed64);
      list.push(read(this.#view, this.#forward(size)));
      return;
    }
    const packed = this.message();
    while (packed.hasMore) list.push(read(packed.#view, packed.#forward(size)));
  }

  #expect(wire: number): void {
    if (this.#wire !== wire) throw damaged(`a field has the encoding ${this.#wire}, expected ${wire}`);
  }

  /** Returns where these bytes start. */
  #forward(count: number): number {
    const start = this.#at;
    if (count > this.#bytes.length - start) throw damaged('the file ends too early, or a length in it is wrong');
    this.#at += count;
    return start;
  }

  #unsigned(): number {
    const [low, middle, high] = this.#parts();
    return low + middle * TWO_28 + high * TWO_56;
  }

  #signed(): number {
    const [low, middle, high] = this.#parts();
    if (high < 128) return low + middle * TWO_28 + high * TWO_56;
    // The two's complement, in which small negative numbers lose no digits.
    return -((low ^ MASK_28) + (middle ^ MASK_28) * TWO_28 + (high ^ 255) * TWO_56) - 1;
  }

  /** Returns the 64 bits of a variable-length number: 28, 28 and 8 of them. */
  #parts(): readonly [low: number, middle: number, high: number] {
    const parts: [number, number, number] = [0, 0, 0];
    for (let count = 0; count < 10; count++) {
      const byte = this.#bytes[this.#forward(1)] as number;
      const part = Math.min(2, count >> 2);
      parts[part] = (parts[part] as number) + (byte & 127) * (POWERS[count - 4 * part] as number);
      if (byte < 128) return [parts[0], parts[1], parts[2] & 255];
    }
    throw damaged('a number has more than ten bytes');
  }
}

/** Returns the text in bytes. */
export function textOf(bytes: Uint8Array): string {
  try {
    return TEXT.decode(bytes);
  } catch (error) {
    throw damaged('a name or a text is no UTF-8', error);
  }
}

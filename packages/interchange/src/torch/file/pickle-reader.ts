/** Bytes, numbers and texts of a pickle. Every length is checked before anything is allocated. */

/** No whole number of a checkpoint is longer. */
const MOST_LONG_BYTES = 1024;

/** Reads from the front. `fail` makes the errors. */
export class PickleReader {
  at: number;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #fail: (problem: string) => Error;

  constructor(bytes: Uint8Array, at: number, fail: (problem: string) => Error) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.at = at;
    this.#fail = fail;
  }

  /** Returns a view of the next bytes. */
  take(length: number): Uint8Array {
    const from = this.#skip(length);
    return this.#bytes.subarray(from, this.at);
  }

  /** Moves on, and returns where it was. */
  #skip(length: number): number {
    const from = this.at;
    if (!(length <= this.#bytes.length - from)) throw this.#fail(`truncated: expected ${length} more bytes`);
    this.at = from + length;
    return from;
  }

  byte(): number {
    return this.#bytes[this.#skip(1)] as number;
  }

  /** An unsigned little-endian number of 1, 2, 4 or 8 bytes. */
  count(size: 1 | 2 | 4 | 8): number {
    const from = this.#skip(size);
    if (size === 1) return this.#view.getUint8(from);
    if (size === 2) return this.#view.getUint16(from, true);
    return size === 4 ? this.#view.getUint32(from, true) : Number(this.#view.getBigUint64(from, true));
  }

  int32(): number {
    return this.#view.getInt32(this.#skip(4), true);
  }

  /** A big-endian float64. */
  float(): number {
    return this.#view.getFloat64(this.#skip(8), false);
  }

  /** A little-endian whole number in two's complement. */
  long(length: number): number | bigint {
    if (length > MOST_LONG_BYTES) throw this.#fail(`expected numbers of at most ${MOST_LONG_BYTES} bytes`);
    const bytes = this.take(length);
    let value = 0n;
    for (let at = length - 1; at >= 0; at--) value = (value << 8n) | BigInt(bytes[at] as number);
    return shortest(length === 0 ? 0n : BigInt.asIntN(8 * length, value));
  }

  text(length: number): string {
    return new TextDecoder().decode(this.take(length));
  }

  /** The text up to the next line break. */
  line(): string {
    const end = this.#bytes.indexOf(10, this.at);
    if (end === -1) throw this.#fail('truncated: expected a line');
    const line = this.text(end - this.at);
    this.at += 1;
    return line;
  }

  /** A line with a whole number. */
  lineNumber(): number | bigint {
    const line = this.line().replace(/L$/, '');
    if (!/^-?\d{1,1000}$/.test(line))
      throw this.#fail(`expected a whole number. Received ${JSON.stringify(line.slice(0, 40))}`);
    return shortest(BigInt(line));
  }

  /** A line with a float. */
  lineFloat(): number {
    const line = this.line();
    const named = { nan: Number.NaN, inf: Number.POSITIVE_INFINITY, '-inf': Number.NEGATIVE_INFINITY }[line];
    if (named === undefined && !/^[-+.\deE]{1,40}$/.test(line)) throw this.#fail('expected a float');
    return named ?? Number(line);
  }
}

/** A number where it is exact. */
const shortest = (value: bigint): number | bigint => (Number.isSafeInteger(Number(value)) ? Number(value) : value);

/** Limits the memory of all requests together. */
import { HttpError } from './http-error.js';

/** What one request holds. Dispose it once the request is answered. */
export interface MemoryShare extends Disposable {
  /** Sets the number of bytes. Throws an HttpError 503, and changes nothing, if all requests would hold too many. */
  resize(bytes: number): void;
}

/** The memory that requests share: at most `limit` bytes, unless a single request holds more. */
export class SharedMemory {
  readonly #limit: number;
  #held = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Returns a share of 0 bytes. */
  share(): MemoryShare {
    let own = 0;
    const resize = (bytes: number): void => {
      const others = this.#held - own;
      if (bytes > own && others > 0 && others + bytes > this.#limit) {
        throw new HttpError(503, 'The server has no memory for this request until it has answered others. Try again.');
      }
      this.#held = others + bytes;
      own = bytes;
    };
    return { resize, [Symbol.dispose]: () => resize(0) };
  }
}

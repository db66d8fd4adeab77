/** A running hash of a column's cells, to find equal columns. */
export class CellHash {
  #a = 0x811c9dc5;
  #b = 0x9e3779b1;

  /** Adds a cell. */
  add(text: string): void {
    let [a, b] = [this.#a, this.#b];
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      a = Math.imul(a ^ code, 0x01000193);
      b = Math.imul(b ^ code, 0x85ebca6b);
      b ^= b >>> 15;
    }
    // No character has this code: 'a', 'bc' differs from 'ab', 'c'.
    this.#a = Math.imul(a ^ 0x10000, 0x01000193);
    this.#b = Math.imul(b ^ 0x10000, 0xc2b2ae35);
  }

  /** Equal for equal cells; equal for others with a probability of about 2^-64. */
  get value(): string {
    return `${this.#a} ${this.#b}`;
  }
}

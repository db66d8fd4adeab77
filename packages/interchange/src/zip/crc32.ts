/** The check sum of ZIP files: CRC-32 as ISO 3309 and PNG have it, with the polynomial 0xEDB88320. */

const TABLE: Uint32Array = new Uint32Array(256).map((_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = (value & 1) === 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** Returns the CRC-32 of some bytes, in [0, 2^32). */
export function crc32(bytes: Uint8Array): number {
  let value = 0xffffffff;
  for (let at = 0; at < bytes.length; at++) {
    value = (value >>> 8) ^ (TABLE[(value ^ (bytes[at] as number)) & 0xff] as number);
  }
  return (value ^ 0xffffffff) >>> 0;
}

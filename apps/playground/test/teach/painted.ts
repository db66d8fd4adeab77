/** Pictures that are painted here, as PNG files: stripes or discs, in many colours, sizes and places. */
import { crc32, deflateSync } from 'node:zlib';
import { Random } from '@nablajs/core';

const [WIDTH, HEIGHT] = [160, 120];

/** What a picture shows. */
export type Kind = 'stripes' | 'discs';

const made = new Map<string, Uint8Array<ArrayBuffer>>();

/** Returns the bytes of a PNG; each `seed` gives another picture. */
export function paintedBytes(kind: Kind, seed: number): Uint8Array<ArrayBuffer> {
  const name = `${kind} ${seed}`;
  const bytes = made.get(name) ?? paint(kind, seed);
  made.set(name, bytes);
  return bytes;
}

function paint(kind: Kind, seed: number): Uint8Array<ArrayBuffer> {
  const random = new Random(1000 * seed + (kind === 'discs' ? 1 : 0));
  const colour = (): readonly number[] => [0, 1, 2].map(() => random.integer(256));
  const [back, front] = [colour(), colour()];
  const isFront = kind === 'discs' ? discs(random) : stripes(random);
  const rows = Buffer.alloc(HEIGHT * (1 + 3 * WIDTH));
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) rows.set(isFront(x, y) ? front : back, y * (1 + 3 * WIDTH) + 1 + 3 * x);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(WIDTH, 0);
  header.writeUInt32BE(HEIGHT, 4);
  header.set([8, 2], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const parts = [chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))];
  return Uint8Array.from(Buffer.concat([signature, ...parts]));
}

/** Returns the picture as a file. */
export const painted = (kind: Kind, seed: number): Blob => new Blob([paintedBytes(kind, seed)], { type: 'image/png' });

type Paint = (x: number, y: number) => boolean;

function stripes(random: Random): Paint {
  const [period, start, slant] = [8 + random.integer(12), random.integer(20), random.uniform() - 0.5];
  return (x, y) => (((x + slant * y + start) % period) + period) % period < period / 2;
}

function discs(random: Random): Paint {
  const all = Array.from({ length: 3 + random.integer(4) }, () => ({
    ...{ x: random.integer(WIDTH), y: random.integer(HEIGHT), radius: 10 + random.integer(14) },
  }));
  return (x, y) => all.some((disc) => (x - disc.x) ** 2 + (y - disc.y) ** 2 < disc.radius ** 2);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const around = Buffer.alloc(8);
  around.writeUInt32BE(data.length, 0);
  around.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([around.subarray(0, 4), body, around.subarray(4)]);
}

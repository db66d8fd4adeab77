/**
 * Draws the example images of the template `images`, which stand for photos until you have your own:
 * `node scripts/draw-photos.mjs`. Each is one shape in some colour, size, place and angle. Needs a build.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import { Random } from '@nablajs/core';
import { cos, sin } from '@nablajs/core/math';

const FOLDER = join(import.meta.dirname, '..', 'templates', 'images', 'photos');
const SIDE = 32;
const IMAGES = 15;
/** Each pixel is the mean of so many points by so many. */
const POINTS = 4;

/** Whether a point is inside a shape of size 1 around (0, 0). */
const SHAPES = {
  disc: (x, y) => x * x + y * y < 0.9,
  ring: (x, y) => x * x + y * y < 1 && x * x + y * y > 0.36,
  square: (x, y) => Math.max(Math.abs(x), Math.abs(y)) < 0.8,
  triangle: (x, y) => y < 0.6 && y > 1.9 * Math.abs(x) - 1,
};

const random = new Random(1);
const between = (low, high) => low + (high - low) * random.uniform();

/** A colour whose brightness is about `light`, from 0 to 255. */
const colour = (light) => [0, 1, 2].map(() => Math.min(255, Math.max(0, light + between(-55, 55))));

function draw(isInside) {
  const [paper, ink] = [colour(195), colour(60)];
  const [x0, y0, size, angle] = [between(12, 20), between(12, 20), between(8, 12), between(-0.3, 0.3)];
  const [c, s] = [cos(angle) / size, sin(angle) / size];
  const pixel = (x, y) => {
    let inside = 0;
    for (let at = 0; at < POINTS ** 2; at++) {
      const dx = x + ((at % POINTS) + 0.5) / POINTS - x0;
      const dy = y + (Math.floor(at / POINTS) + 0.5) / POINTS - y0;
      if (isInside(c * dx + s * dy, c * dy - s * dx)) inside += 1 / POINTS ** 2;
    }
    return paper.map((light, channel) => Math.round(light + (ink[channel] - light) * inside));
  };
  return Array.from({ length: SIDE }, (_, y) => Array.from({ length: SIDE }, (_, x) => pixel(x, y)));
}

/** A chunk of a PNG file: length, type and data, checksum. */
function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type), data]);
  const word = (value) => Buffer.from(new Uint32Array([value]).buffer).swap32();
  return Buffer.concat([word(data.length), body, word(crc32(body))]);
}

function png(rows) {
  const header = Buffer.from([0, 0, 0, SIDE, 0, 0, 0, SIDE, 8, 2, 0, 0, 0]); // 8 bits, red, green and blue
  const data = deflateSync(Buffer.from(rows.flatMap((row) => [0, ...row.flat()])), { level: 9 });
  const parts = [chunk('IHDR', header), chunk('IDAT', data), chunk('IEND', Buffer.of())];
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), ...parts]);
}

for (const [name, isInside] of Object.entries(SHAPES)) {
  mkdirSync(join(FOLDER, name), { recursive: true });
  for (let at = 1; at <= IMAGES; at++) writeFileSync(join(FOLDER, name, `${at}.png`), png(draw(isInside)));
}

/**
 * Writes data/cooling.csv: 1,000 made-up measurements of water that cools in a cup, by Newton's law
 *
 *     temperature = room + (start - room) exp(-k minutes),  k = 0.02 + 0.01 wind
 *
 * plus normal noise of 0.5 degrees. start and room in degrees Celsius, wind in m/s; each column is uniform in its
 * range.
 *
 *     node scripts/generate-cooling.js > data/cooling.csv
 */
import { Random } from '@nablajs/core';
import { exp } from '@nablajs/core/math';
import '../support/pipe.js';

const random = new Random(2026);

/** @param {number} low @param {number} high */
const between = (low, high) => Number((low + (high - low) * random.uniform()).toFixed(1));

const lines = ['start,room,wind,minutes,temperature'];
for (let i = 0; i < 1000; i++) {
  const [start, room, wind, minutes] = [between(60, 95), between(5, 30), between(0, 5), between(0, 60)];
  const exact = room + (start - room) * exp(-(0.02 + 0.01 * wind) * minutes);
  const temperature = exact + 0.5 * random.normal();
  lines.push([start, room, wind, minutes, temperature.toFixed(2)].join(','));
}
console.log(lines.join('\n'));

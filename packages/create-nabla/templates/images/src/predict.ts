/** Says what is on photos: `npm run predict -- photo.jpg another.png`. */
import { existsSync } from 'node:fs';
import { predictFiles } from './model.js';

const files = process.argv.slice(2);

if (!existsSync('model')) {
  console.error('There is no model yet. Train one: npm start');
  process.exit(1);
}
if (files.length === 0) {
  console.error('Which photos? Name some: npm run predict -- photo.jpg');
  process.exit(1);
}
for (const [at, { name, probability }] of (await predictFiles('model', files)).entries()) {
  console.log(`${files[at]}: ${name} (${(100 * probability).toFixed(1)} %)`);
}

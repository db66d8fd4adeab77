/**
 * `node scripts/ci/check.mjs NAME FILES...`: shows the last object of each file of JSON, and fails where a claim of
 * NAME does not hold.
 */
import { readFileSync } from 'node:fs';
import { brokenClaims } from './claims.mjs';

const [name, ...files] = process.argv.slice(2);

/** A file is one object, or one on each line. */
function objectsOf(text) {
  try {
    return [JSON.parse(text)];
  } catch {
    return text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  }
}

// Long lists are for the files.
const short = (_, value) => (Array.isArray(value) && value.length > 8 ? `${value.length} of them` : value);
const runs = files.map((file) => objectsOf(readFileSync(file, 'utf8')));
for (const run of runs) console.log(JSON.stringify(run.at(-1), short));
for (const claim of brokenClaims(name, runs)) {
  console.error(`${name}: not so: ${claim}`);
  process.exitCode = 1;
}

/**
 * `node scripts/claims.mjs NAME FILES...`: what .ci/run and the nightly check assert about JSON of the commands, in one
 * or many objects.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

/** The version of TensorFlow that a report of parity, conformance or gradcheck names; null if it is not native. */
const nativeOf = ({ backends, backend, native = backend?.native }) => (backends ? backends[1].native : native);

const CLAIMS = {
  'seed-begins': ([, { loss: first }, { loss: second }]) => {
    assert(first > 2.25 && first < 2.65 && second < first, `unexpected losses: ${first}, ${second}`);
  },
  'quick-learns': (train, evaluate) => {
    assert(train.at(-1).testAccuracy > 0.975, 'at most 97.5 % of the digits are read');
    assert.equal(evaluate[0].accuracy, train.at(-1).testAccuracy, 'the saved model reads others');
  },
  'two-ranks': ([start, ...events]) => {
    assert.deepEqual([start.ranks, start.parts], [2, 4]);
    assert(events.at(-1).testAccuracy > 0.975, 'at most 97.5 % of the digits are read');
  },
  native: (...reports) => assert.deepEqual([...new Set(reports.flat().map(nativeOf))], ['2.15.1']),
  peers: ([{ complete, missing, failures, leftOut, candidates, results }]) => {
    const slow = leftOut.filter(({ reason }) => reason.includes('--limit'));
    assert.deepEqual({ complete, missing, failures, slow }, { complete: true, missing: [], failures: [], slow: [] });
    assert.match(candidates.find(({ name }) => name === 'tfjs-node').detail, /TensorFlow 2\.15\.1/);
    const measured = new Set(results.map(({ candidate }) => candidate));
    assert.deepEqual([...measured].sort(), candidates.map(({ name }) => name).sort());
  },
};

function objectsOf(file) {
  const text = readFileSync(file, 'utf8').trim();
  return text.startsWith('{\n') ? [JSON.parse(text)] : text.split('\n').map((line) => JSON.parse(line));
}

const [name, ...files] = process.argv.slice(2);
CLAIMS[name](...files.map(objectsOf));
console.log(`ok: ${name}`);

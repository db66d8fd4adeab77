/**
 * A text classifier: is a review of a restaurant good or bad? Learns from a table with a column of text, which becomes
 * a bag of word embeddings, beside a column of numbers that says nothing. A part of the reviews are mixed, so no
 * classifier gets all of them right.
 *
 *     node text-classifier.js [EFFORT]
 */
import { Random } from '@nablajs/core';
import { trainTable } from '@nablajs/tables';
import './support/pipe.js';

const [effort = '0.05'] = process.argv.slice(2);
const random = new Random(1);

const NOUNS = ['soup', 'bread', 'fish', 'cake', 'waiter', 'room', 'music', 'coffee', 'service', 'table'];
const WORDS = {
  good: ['warm', 'fresh', 'kind', 'clean', 'quick', 'cosy', 'lovely', 'tasty'],
  bad: ['cold', 'stale', 'rude', 'dirty', 'slow', 'loud', 'bland', 'late'],
};

/** @template T @param {readonly T[]} list @returns {T} */
const one = (list) => /** @type {T} */ (list[random.integer(list.length)]);

/** A review of 1 to 4 parts, one in eight of which says the opposite. */
function review() {
  const opinion = one(/** @type {const} */ (['good', 'bad']));
  const parts = Array.from({ length: 1 + random.integer(4) }, () => {
    const own = random.uniform() < 1 / 8 ? (opinion === 'good' ? 'bad' : 'good') : opinion;
    return `the ${one(NOUNS)} was ${one(WORDS[own])}`;
  });
  return { review: parts.join(', and '), guests: 1 + random.integer(6), opinion };
}

const rows = Array.from({ length: 500 }, review);
const [train, test] = [rows.slice(0, 400), rows.slice(400)];

const predictor = await trainTable(train, { target: 'opinion', effort: Number(effort), seed: 1 });
const [text] = predictor.form.columns;
console.log(`${train.length} reviews to learn from, ${test.length} to test on`);
if (text?.kind === 'text') console.log(`The column ${text.name} is text, of ${text.words.length} words`);

const answers = await predictor.predict(test);
const right = answers.filter(({ prediction }, at) => prediction === test[at]?.opinion).length;
console.log(`Test accuracy ${((100 * right) / test.length).toFixed(1)} %\n`);

const asked = ['A lovely room, and so kind!', 'Cold fish.'];
for (const { prediction, probability } of await predictor.predict(asked.map((own) => ({ review: own, guests: 2 })))) {
  console.log(`${prediction} (${(100 * (probability ?? 0)).toFixed(0)} %)`);
}

const { cells, answers: means } = await predictor.effect('review', { points: 8 });
console.log('\nThe words that say most, and how probable they make a good review:');
for (const [at, word] of cells.entries()) {
  console.log(`${word.padStart(8)}  ${(100 * (means[at]?.[1] ?? 0)).toFixed(0)} %`);
}
await predictor[Symbol.asyncDispose]();

export { cells, means, right, test };

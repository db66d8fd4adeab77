/** The words of a text that change the answer most. */
import { allocate, dense, type Network, Predictor } from '@nablajs/core';

/** A column of running text: its first input, and how many words it knows. */
interface Text {
  readonly input: number;
  readonly words: number;
}

/** How many texts of one word are asked about at once. */
const WORDS_AT_ONCE = 1000;

/**
 * Returns the places of the words that change the answer most: for each class those that make it more probable, or
 * those that make the number larger and those that make it smaller, the strongest first. A text of only this word is
 * compared with an empty one; all other inputs are 0.
 */
export async function strongWords(
  network: Network,
  width: number,
  { input, words }: Text,
  { task, most }: { readonly task: 'classes' | 'numbers'; readonly most: number },
): Promise<Int32Array> {
  const predictor = new Predictor(network, task === 'classes' ? { activation: 'softmax' } : {});
  const answersTo = async (first: number, count: number): Promise<ArrayLike<number>> => {
    const x = allocate(network.dtype, count * width);
    for (let at = 0; at < count; at++) x[at * width + input] = first + at;
    return (await predictor.predict(dense(x, [count, width]))).data;
  };
  // Place 0 is no word.
  const empty = await answersTo(0, 1);
  const outputs = empty.length;
  const changes = Array.from({ length: outputs }, () => new Float64Array(words + 1));
  for (let first = 1; first <= words; first += WORDS_AT_ONCE) {
    const answers = await answersTo(first, Math.min(WORDS_AT_ONCE, words + 1 - first));
    for (let at = 0; at < answers.length; at++) {
      const word = first + Math.floor(at / outputs);
      (changes[at % outputs] as Float64Array)[word] = (answers[at] as number) - (empty[at % outputs] as number);
    }
  }
  const directions = task === 'classes' ? changes : changes.flatMap((own) => [own, own.map((change) => -change)]);
  const each = Math.ceil(most / directions.length);
  const chosen = new Set(directions.flatMap((own) => [...strongest(own, words).slice(0, each)]));
  return Int32Array.from(chosen).slice(0, most);
}

/** The words in the order of their changes, the largest first. */
const strongest = (changes: Float64Array, words: number): Int32Array =>
  Int32Array.from({ length: words }, (_, at) => at + 1).sort(
    (a, b) => (changes[b] as number) - (changes[a] as number) || a - b,
  );

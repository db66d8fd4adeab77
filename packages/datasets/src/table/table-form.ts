/** The form of a model for tables: how its columns become inputs. Plain JSON, which is saved with the model. */
import type { RobustScale } from '../preprocessing/robust-scale.js';
import type { Scale } from '../preprocessing/standardizer.js';
import type { SentenceForm } from '../text/sentences/sentence-form.js';
import type { WordForm } from '../text/words/word-form.js';
import { type DatePart, PART_NAMES } from './summary/date-parts.js';

/**
 * A column of numbers, or of dates as days since 1970-01-01: one input, scaled by median and spread. Older models have
 * a mean and a standard deviation, and do not clip.
 */
export type NumberColumn = (RobustScale | Scale) & {
  readonly name: string;
  readonly kind: 'number' | 'date';
  /**
   * Whether values were missing in the training data. Then a second input is 1 for a missing value, which counts as the
   * median (or the mean).
   */
  readonly missing: boolean;
  /**
   * Of dates: the parts that become inputs, too, in UTC. The 12 months and the 7 weekdays from Monday have an input
   * each, 1 for the date's own; the time of day is one input in [0, 1). A missing date has 0.
   */
  readonly parts?: readonly DatePart[];
};

/**
 * A column of texts. Each text becomes an input, 1 if the cell is that text, else 0. With the encoding `index`, the
 * column becomes one input for an embedding: the place of the text in `values`, from 1, or 0 for any other.
 */
export type CategoryColumn = {
  readonly name: string;
  readonly kind: 'category';
  readonly encoding?: 'index';
  /** Sorted by code unit. */
  readonly values: readonly string[];
};

/**
 * A column of running text. It becomes `length` inputs for a bag of embeddings: the places of its known words in
 * `words`, counted from 1, each once, in the order of their first occurrence; then zeros.
 */
export type TextColumn = Pick<WordForm, 'words' | 'length'> & {
  readonly name: string;
  readonly kind: 'text';
};

/** A column of text for a sentence model. It becomes tokens, int32 [n, time]: see `SentenceEncoder`. */
export type SentenceColumn = Omit<SentenceForm, 'type'> & {
  readonly name: string;
  readonly kind: 'sentence';
};

/** A column that becomes inputs. */
export type InputColumn = NumberColumn | CategoryColumn | TextColumn | SentenceColumn;

/**
 * A number to predict. The network's output is (value - mean) / standardDeviation, of the number or of its logarithm:
 * see `targetValue`.
 */
export type NumberTarget = Scale & {
  readonly name: string;
  readonly kind: 'number';
  /** Whether the network learns the logarithm of the number. Mean and deviation are then those of logarithms. */
  readonly transform?: 'log';
  /**
   * 99 distances between the network's output and the true one, within which 1 %, 2 % … 99 % of unseen rows lay: see
   * `intervalOf`. They do not decrease.
   */
  readonly errors?: readonly number[];
};

/** What to predict: a class, or a number. */
export type TargetColumn =
  | { readonly name: string; readonly kind: 'class'; readonly values: readonly string[] }
  | NumberTarget;

/** Says how the rows of a table become a network's inputs, and what its outputs mean. */
export type TableForm = {
  readonly type: 'table';
  /** In the order of the inputs. Other tables may have them in any order, and more columns. */
  readonly columns: readonly InputColumn[];
  /** The column to predict. */
  readonly target: TargetColumn;
};

/** Names a column without a name in the table. */
export const numberedName = (index: number): string => `column ${index + 1}`;

/**
 * Returns how many inputs a column becomes; of a sentence, the most.
 *
 * @example
 * ```ts
 * const inputs = form.columns.reduce((sum, column) => sum + widthOf(column), 0);
 * ```
 */
export function widthOf(column: InputColumn): number {
  if (column.kind === 'text' || column.kind === 'sentence') return column.length;
  if (column.kind === 'category') return column.encoding === 'index' ? 1 : column.values.length;
  const parts = (column.parts ?? []).reduce((sum, part) => sum + PART_NAMES[part].length, 0);
  return (column.missing ? 2 : 1) + parts;
}

/**
 * Names each input of the network, such as `age`, `age is missing` or `colour = red`.
 *
 * @example
 * ```ts
 * const { form } = await csvDataset(table, { target: 'pet' });
 * console.log(inputNames(form)); // [ 'height', 'weight', 'weight is missing' ]
 * ```
 */
export function inputNames({ columns }: TableForm): string[] {
  return columns.flatMap((column) => {
    const { name } = column;
    if (column.kind === 'text') return Array.from({ length: column.length }, (_, at) => `${name}: word ${at + 1}`);
    if (column.kind === 'sentence') return Array.from({ length: column.length }, (_, at) => `${name}: token ${at + 1}`);
    if (column.kind === 'category') {
      return column.encoding === 'index' ? [name] : column.values.map((value) => `${name} = ${value}`);
    }
    const parts = (column.parts ?? []).flatMap((part) => PART_NAMES[part].map((own) => `${name}: ${own}`));
    return [name, ...(column.missing ? [`${name} is missing`] : []), ...parts];
  });
}

/**
 * Returns which inputs are places of texts, for an embedding, and how many places each has: one for each text, and 0.
 *
 * @example
 * ```ts
 * const { form } = await csvDataset(table, { target: 'price', maxCategories: 1000 });
 * for (const [input, places] of indexInputs(form)) console.log(inputNames(form)[input], places); // city 213
 * ```
 */
export function indexInputs({ columns }: TableForm): Map<number, number> {
  const found = new Map<number, number>();
  let input = 0;
  for (const column of columns) {
    if (column.kind === 'category' && column.encoding === 'index') found.set(input, column.values.length + 1);
    input += widthOf(column);
  }
  return found;
}

/** The inputs that hold the words of a text. */
export interface TextInputs {
  /** The first of them. */
  readonly input: number;
  /** How many there are. */
  readonly length: number;
  /** How many places of words there are: one for each word, and 0 where no word is. */
  readonly values: number;
}

/**
 * Returns which inputs are places of the words of a text, for a bag of embeddings.
 *
 * @example
 * ```ts
 * const { form } = await csvDataset(table, { target: 'stars', maxWords: 5000 });
 * for (const { input, values } of textInputs(form)) console.log(inputNames(form)[input], values); // review: word 1 421
 * ```
 */
export function textInputs({ columns }: TableForm): TextInputs[] {
  const found: TextInputs[] = [];
  let input = 0;
  for (const column of columns) {
    if (column.kind === 'text') found.push({ input, length: column.length, values: column.words.length + 1 });
    input += widthOf(column);
  }
  return found;
}

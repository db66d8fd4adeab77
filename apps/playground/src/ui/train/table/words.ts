/** What the page says about the search for the network of a table. */
import type { TableForm } from '@nablajs/datasets/portable';
import type { Recipe } from '@nablajs/tables';
import type { DataFacts, RunFacts } from '../../../lab/facts.js';
import type { RunView } from '../../parts/run-view.js';

const layersOf = ({ hidden }: Recipe): string => {
  const [units = 0] = hidden;
  if (hidden.length === 0) return 'no hidden layers';
  return hidden.length === 1 ? `1 hidden layer of ${units} units` : `${hidden.length} hidden layers of ${units} units`;
};

/** Says how a network is made, such as `2 hidden layers of 128 units, dropout 0.2, numbers in bins`. */
export const recipeWords = (recipe: Recipe): string =>
  [
    layersOf(recipe),
    ...(recipe.hidden.length > 0 && recipe.dropout > 0 ? [`dropout ${recipe.dropout}`] : []),
    ...(recipe.binned ? ['numbers in bins'] : []),
  ].join(', ');

/** Says how good a network is: the log loss of classes, or the error of numbers in the unit of their column. */
export function lossWords(loss: number, target: TableForm['target'] | undefined): string {
  if (target?.kind !== 'number') return `log loss ${short(loss)}`;
  return `error ${short(Math.sqrt(loss) * target.standardDeviation)}`;
}

/** Returns a number with three digits, or all digits of a whole number. */
export const short = (value: number): string =>
  Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en-US') : `${Number(value.toPrecision(3))}`;

/** Returns a share as `12.3 %`. */
export const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** Says how far the search is, and how it ended. */
export function searchWords({ state, message, search, facts }: RunView<RunFacts & Pick<DataFacts, 'form'>>): string {
  if (state === 'failed') return message ?? 'The training failed.';
  if (state === 'loaded') return 'Loaded from a file.';
  if (search === undefined) return 'Preparing the data …';
  const { recipe, recipes, best, share } = search;
  const tried = recipes === 1 ? 'one network' : `the best of ${recipes} networks`;
  if (state === 'done') return `Done: ${tried}. It has ${recipeWords(recipe)}.`;
  if (state === 'stopped') return `Stopped at ${Math.floor(100 * share)} %: ${tried}. It has ${recipeWords(recipe)}.`;
  const good = best === undefined ? '' : ` Best so far: ${lossWords(best, facts?.form?.target)}.`;
  return `${Math.floor(100 * share)} %. Trying network ${recipes}: ${recipeWords(recipe)}.${good}`;
}

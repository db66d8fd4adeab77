import type { Recipe } from '@nablajs/tables';

/** Describes a recipe: `bins, 128x128, dropout 0.2, decay 0.5, rate 0.004`. */
export function recipeText({ binned, hidden, dropout, weightDecay, learningRate }: Recipe): string {
  const layers = hidden.length === 0 ? 'no hidden layer' : hidden.join('x');
  const [decay, rate] = [weightDecay, learningRate].map((value) => `${Number(value.toPrecision(2))}`);
  return [...(binned ? ['bins'] : []), layers, `dropout ${dropout}`, `decay ${decay}`, `rate ${rate}`].join(', ');
}

import type { SavedModel } from '@nablajs/checkpoint';

/** Lists weights that are NaN or infinite, by name. */
export function nonFiniteWeights({ parameters }: Pick<SavedModel, 'parameters'>): string[] {
  const damaged = [...parameters].flatMap(([name, { data }]) => {
    let count = 0;
    for (const value of data) if (!Number.isFinite(value)) count++;
    return count === 0 ? [] : [`${count} of ${data.length} in ${name}`];
  });
  if (damaged.length === 0) return [];
  return [
    `the model has weights that are NaN or infinite: ${damaged.join(', ')}. Train it again at a lower learning rate.`,
  ];
}

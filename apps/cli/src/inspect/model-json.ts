import type { InspectedModel } from './inspected-model.js';
import { countOf } from './layers.js';

/** Returns one JSON line, which `apps/cli/README.md` documents. */
export function modelJson({ place, inputs, layers, ...model }: InspectedModel): string {
  return JSON.stringify({
    event: 'model',
    ...{ folder: place.folder, kind: place.kind, inputs },
    layers: layers.map(({ path, type, options, output, parameters }) => {
      return { path, type, options, output, parameters, count: countOf(parameters) };
    }),
    ...model,
    description: place.description,
    weights: { ...place.weights, dtype: place.weights.dtype ?? model.dtype },
  });
}

import type { InspectedModel } from './inspected-model.js';
import { countOf } from './layers.js';

/** Returns one JSON line, which `apps/cli/README.md` documents. */
export function modelJson({ files, inputs, layers, config: _, ...model }: InspectedModel): string {
  return JSON.stringify({
    event: 'model',
    ...{ folder: files.folder, kind: files.kind, inputs },
    layers: layers.map(({ path, type, options, output, parameters }) => {
      return { path, type, options, output, parameters, count: countOf(parameters) };
    }),
    ...model,
    description: files.description,
    weights: { ...files.weights, dtype: files.weights.dtype ?? model.dtype },
  });
}

/** The network that `npm start` has saved. */
import { readFile } from 'node:fs/promises';
import { createBackend } from '@nablajs/backend-wasm';
import { loadModel } from '@nablajs/checkpoint';
import { dense, predict, sequentialFromConfig } from '@nablajs/core';
import { decodeImage, encodeImage, readImageForm } from '@nablajs/datasets';

/** The most probable class of a photo. */
export interface Answer {
  readonly name: string;
  readonly probability: number;
}

/** Returns the most probable class of each PNG or JPEG file. Images may have any size. */
export async function predictFiles(folder: string, files: readonly string[]): Promise<Answer[]> {
  const saved = await loadModel(folder);
  const form = readImageForm(saved.form, `${folder}/model.json`);
  const { height, width, channels, classes, normalisation } = form;
  const backend = await createBackend();
  const network = sequentialFromConfig(backend, saved.config, saved);
  const answers: Answer[] = [];
  for (const file of files) {
    const bytes = encodeImage(decodeImage(await readFile(file), file), form);
    const pixels = Float32Array.from(bytes, (byte) => byte / normalisation.divisor);
    const { data } = await predict(network, dense(pixels, [1, height, width, channels]), { activation: 'softmax' });
    const [best] = classes
      .map((name, at) => ({ name, probability: data[at] ?? 0 }))
      .sort((a, b) => b.probability - a.probability);
    if (best !== undefined) answers.push(best);
  }
  network.dispose();
  await backend.dispose();
  return answers;
}

/** The network that the photos go through. */
import { useCallback, useState } from 'preact/hooks';
import type { Pixels } from '../../lab/teach/pixels.js';
import { textOf } from '../lab-client.js';
import { unpackModel } from '../parts/save-files.js';
import type { ChosenBase } from './base-card.js';
import { teacher } from './teacher-client.js';

/** Before the reader went to another view. */
let kept: ChosenBase = { files: undefined, pixels: 'ImageNet', facts: undefined };

const ofModel = /\.(zip|safetensors)$/i;

/** Reads the files of a network. A model of ours may be packed. */
async function contentOf(files: readonly File[]) {
  if (files.some(({ name }) => ofModel.test(name))) {
    const { model, weights } = await unpackModel(files);
    const bytes = typeof model === 'string' ? new TextEncoder().encode(model) : Uint8Array.from(model);
    return [
      { name: 'model.json', bytes },
      { name: 'weights.safetensors', bytes: Uint8Array.from(weights) },
    ];
  }
  return Promise.all(files.map(async (file) => ({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) })));
}

/** The network, a function that waits until it is loaded, and one that chooses another one. */
export function useBase() {
  const [base, setBase] = useState(kept);
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const show = useCallback((next: ChosenBase): void => {
    kept = next;
    setBase(next);
  }, []);
  const load = useCallback(async (): Promise<void> => {
    if (kept.facts === undefined) show({ ...kept, facts: await teacher.base() });
  }, [show]);
  /** Resolves to whether it has become the network. */
  const choose = useCallback(
    async (files: readonly File[] | undefined, pixels: Pixels): Promise<boolean> => {
      setProblem(undefined);
      try {
        show({ files, pixels, facts: await teacher.start(files && (await contentOf(files)), pixels) });
        return true;
      } catch (error) {
        setProblem(textOf(error));
        return false;
      }
    },
    [show],
  );
  return { base, problem, load, choose };
}

import type { StageReport } from '@nablajs/finetune';
import type { TestName } from '../data/training-data.js';
import type { StageStart } from './report.js';

const numbers = (count: number): string => count.toLocaleString('en-US');

/** Says what a stage trains. */
export function trainedText(name: string, freed: number, blocks?: number): string {
  if (name === 'head') return 'a new last layer';
  if (name === 'refit') return 'a new last layer, on what was held out as well';
  if (name === 'lora') return 'low-rank adapters and the last layer';
  const which = freed === blocks ? `all ${blocks} blocks` : freed === 1 ? 'the last block' : `the last ${freed} blocks`;
  return `${which} of the network and the last layer`;
}

export function stageLines({ stage, name, freed, blocks, parameters, cached, augmented }: StageStart): string[] {
  const what = trainedText(name, freed, blocks);
  const on = cached ? ', on stored features' : '';
  const why =
    name === 'head' && augmented ? ['The images differ from epoch to epoch, so their features are not stored'] : [];
  return [`Stage ${stage + 1}: ${what}, ${numbers(parameters)} numbers${on}`, ...why];
}

export function stageEndLine({ stage, name: of, bestEpoch, loss, kept }: StageReport, testName: TestName): string {
  if (of === 'refit') {
    const epochs = bestEpoch === 1 ? '1 epoch' : `${bestEpoch} epochs`;
    return `Stage ${stage + 1} - loss: ${loss.toFixed(4)} after ${epochs}`;
  }
  const name = testName === 'test' ? 'test' : 'validation';
  const found = `Stage ${stage + 1} - ${name} loss: ${loss.toFixed(4)} after epoch ${bestEpoch}`;
  const undone = of === 'lora' ? 'the adapters are left out' : 'its block is frozen again';
  return kept ? found : `${found}, not 1 % below the stage before: ${undone}`;
}

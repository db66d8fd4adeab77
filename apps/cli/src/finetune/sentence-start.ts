/** Reads sentence models. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describeFailure, workError } from '@nablajs/command-line';
import type { FloatDType, TypedConfig } from '@nablajs/core';
import { readTableForm, sentencesOf } from '@nablajs/datasets';
import { featuresOf, readSentenceModel, type SentenceModel } from '@nablajs/finetune';
import { withDType } from '../import/imported.js';
import { moduleOf } from '../inspect/layers.js';
import type { TrainedModel } from '../models/model-folder.js';

/** Throws a CommandError for a file that cannot be read, and NablaErrors. */
export async function loadSentenceModel(folder: string): Promise<SentenceModel> {
  return await readSentenceModel(async (path) => {
    try {
      return await readFile(join(folder, path));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw workError(describeFailure(error).message, { cause: error });
    }
  });
}

interface SentenceStart extends TrainedModel {
  readonly isFile: true;
  readonly sentences: Pick<SentenceModel, 'form' | 'features'>;
}

/** How texts become tokens, and the features, of a model that nabla has fine-tuned; undefined for other models. */
export function ownSentences({ form, network }: TrainedModel): SentenceStart['sentences'] | undefined {
  const own = form?.['type'] === 'table' ? sentencesOf(readTableForm(form, 'model.json')) : undefined;
  if (own === undefined) return undefined;
  const { config, parameters } = network;
  const module = moduleOf(config);
  const features = featuresOf({ module, parameters, inputShape: config.inputShape });
  return { form: own, features };
}

/** The features of a sentence model, as the network that a training starts with. */
export async function startSentences(folder: string, dtype: FloatDType): Promise<SentenceStart> {
  const { form, features: own } = await loadSentenceModel(folder);
  const parameters = withDType(own.parameters, dtype);
  const features = { ...own, parameters };
  const { config: module } = own.module as { readonly config: TypedConfig };
  return {
    network: { config: { inputShape: own.inputShape, module }, dtype, parameters },
    sentences: { form, features },
    ...{ isFile: true, layout: 'dense', form: undefined, normalisation: { divisor: 255 } },
    ...{ data: undefined, testedOn: undefined, epochChosen: false, sawAll: false, kept: undefined },
  };
}

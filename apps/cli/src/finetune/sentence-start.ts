/** Reads sentence models. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describeFailure, workError } from '@nablajs/command-line';
import type { FloatDType, TypedConfig } from '@nablajs/core';
import { readSentenceModel, type SentenceModel } from '@nablajs/finetune';
import { withDType } from '../import/imported.js';
import type { TrainedModel } from '../models/model-folder.js';

/** Reads the model in a folder. Throws a CommandError for a file that cannot be read, and NablaErrors. */
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

/** A sentence model as a trained one. */
interface SentenceStart extends TrainedModel {
  readonly isFile: true;
  readonly sentences: Pick<SentenceModel, 'form' | 'features'>;
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

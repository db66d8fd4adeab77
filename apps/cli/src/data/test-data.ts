import { workError } from '@nablajs/command-line';
import type { Backend, Dataset } from '@nablajs/core';
import { createTokenizer, readArrayForm, readImageForm, readTableForm, readTextForm } from '@nablajs/datasets';
import { loadTestArrays } from '../arrays/array-data.js';
import type { TrainedModel } from '../models/model-folder.js';
import { isFlat } from '../models/network.js';
import type { EvaluateSettings } from '../settings/settings.js';
import { loadTestText } from '../text/text-data.js';
import { checkExists, dataKind } from './data-kind.js';
import { loadTestFolder } from './image-data.js';
import { loadTestImages } from './image-splits.js';
import { loadTestTable } from './table-data.js';
import { DIGITS, type Task, taskOf } from './task.js';

export interface TestData {
  readonly test: Dataset;
  readonly task: Task;
  readonly notes: readonly string[];
}

/** `data`: an absolute path. Default: the data that the model was tested on in training. */
export async function loadTestData(
  { network, form, data, testedOn, kept, sawAll, layout, normalisation }: TrainedModel,
  { data: other, strict }: Pick<EvaluateSettings, 'data' | 'strict'>,
  backend: Backend,
): Promise<TestData> {
  if (sawAll && other === undefined) {
    throw workError('the model learned from all of its data, so none are left for a test.');
  }
  const { dtype } = network;
  const flatten = isFlat(network.config);
  let task: Task & { readonly kind: 'classification' } = DIGITS;
  const path = other ?? testedOn ?? data;
  if (path !== undefined) await checkExists(path);
  if (form?.['type'] === 'text') {
    if (path === undefined) throw workError('model.json names no text. Name one with --data.');
    const textForm = readTextForm(form, 'model.json');
    const tokenizer = await createTokenizer(textForm.tokenizer);
    const loaded = await loadTestText(path, { form: textForm, tokenizer }, other === undefined ? kept : undefined);
    return { ...loaded, task: { kind: 'text', vocabulary: tokenizer.size, context: textForm.context } };
  }
  if (form?.['type'] === 'arrays') {
    if (path === undefined) throw workError('model.json names no data. Name an .npz with --data.');
    const arrayForm = readArrayForm(form, 'model.json');
    return { ...(await loadTestArrays(path, arrayForm, dtype, other === undefined ? kept : undefined)), notes: [] };
  }
  if (form?.['type'] === 'images') {
    const imageForm = readImageForm(form, 'model.json');
    task = { kind: 'classification', classes: imageForm.classes };
    if (path !== undefined && dataKind(path) === 'images') {
      const options = { dtype, layout: backend.csr === undefined ? ('dense' as const) : layout, flatten, strict };
      return { ...(await loadTestFolder(path, imageForm, options, other === undefined ? kept : undefined)), task };
    }
  } else if (form !== undefined && path !== undefined) {
    const tableForm = readTableForm(form, 'model.json');
    const test = await loadTestTable(path, tableForm, dtype, other === undefined ? kept : undefined);
    return { test, task: taskOf(tableForm.target), notes: [] };
  }
  const options = { dtype, layout: backend.csr === undefined ? ('dense' as const) : layout, normalisation, flatten };
  return { test: await loadTestImages(path, { ...options, classes: task.classes.length }), task, notes: [] };
}

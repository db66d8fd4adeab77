/** The saved model. */
import { createBackend } from '@nablajs/backend-wasm';
import { loadModel } from '@nablajs/checkpoint';
import { sequentialFromConfig } from '@nablajs/core';
import { predictRows, type RowPrediction, readTableForm, type TableRow } from '@nablajs/datasets';
import { TABLE_LAYERS } from '@nablajs/tables';

export interface Model {
  /** The columns that a row must have. */
  readonly columns: readonly string[];
  /** Returns a prediction for each row. Throws a NablaError with code `data` for a row that does not fit. */
  predict(rows: readonly TableRow[]): Promise<RowPrediction[]>;
  close(): Promise<void>;
}

/** Loads the model that `npm run train` has saved in a folder. */
export async function openModel(folder: string): Promise<Model> {
  const saved = await loadModel(folder);
  const form = readTableForm(saved.form, `${folder}/model.json`);
  const backend = await createBackend();
  const network = sequentialFromConfig(backend, saved.config, { ...saved, layers: TABLE_LAYERS });
  return {
    columns: form.columns.map(({ name }) => name),
    predict: (rows) => predictRows(network, form, rows),
    async close() {
      network.dispose();
      await backend.dispose();
    },
  };
}

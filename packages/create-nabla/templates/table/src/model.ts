/** Loads the model that `npm start` has saved. */
import { createBackend } from '@nablajs/backend-wasm';
import { loadModel } from '@nablajs/checkpoint';
import { sequentialFromConfig } from '@nablajs/core';
import { predictRows, type RowPrediction, readTable, readTableForm } from '@nablajs/datasets';
import { TABLE_LAYERS } from '@nablajs/tables';

/** Returns a prediction for each row of a table in CSV, which has the columns that the model learned from. */
export async function predictTable(folder: string, table: Blob, name: string): Promise<RowPrediction[]> {
  const saved = await loadModel(folder);
  const form = readTableForm(saved.form, `${folder}/model.json`);
  const backend = await createBackend();
  const network = sequentialFromConfig(backend, saved.config, { ...saved, layers: TABLE_LAYERS });
  const predictions: RowPrediction[] = [];
  for await (const { columns, rows } of readTable(table, { name, form })) {
    const named = rows.map((cells) => Object.fromEntries(columns.map((column, at) => [column, cells[at] ?? null])));
    for (const prediction of await predictRows(network, form, named)) predictions.push(prediction);
  }
  network.dispose();
  await backend.dispose();
  return predictions;
}

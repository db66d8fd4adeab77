import { resolve } from 'node:path';
import { loadModel, type ReducedDType, type SavedModel, saveModel } from '@nablajs/checkpoint';
import { describeFailure, EXIT, type Output, usageError } from '@nablajs/command-line';
import { FEWEST_ROWS } from '../evaluation/intervals.js';
import type { EvaluationResult } from '../evaluation/report.js';
import { scoreOf, scoreText } from '../evaluation/test-model.js';
import { folderOfModel, modelFilesIn } from '../inspect/model-files.js';
import { loadTrained, portablePath, type TrainedModel } from '../models/model-folder.js';
import { prepareOutFolder } from '../models/out-folder.js';
import { ownModelFolder } from '../runs/table-run.js';
import type { CommonSettings } from '../settings/settings.js';
import { Tester } from './measured-cost.js';

export interface ExportSettings extends CommonSettings {
  readonly weights: ReducedDType;
  /** Absolute path. */
  readonly out: string;
  /** Whether to replace a model in `out`. */
  readonly overwrite: boolean;
}

interface Change<T> {
  readonly before: T;
  readonly after: T;
}

interface Exported {
  readonly folder: string;
  readonly bytes: Change<number>;
  readonly tests: Change<EvaluationResult> | undefined;
}

/**
 * Resolves to the exit code. Throws for an unreadable model, weights that the type cannot hold, a folder that is not
 * writable, and unreadable data that `settings` names.
 */
export async function exportModel(folder: string, settings: ExportSettings, output: Output): Promise<number> {
  if (settings.out === folder)
    throw usageError("--out: expected a folder other than the model's. Received the same folder.");
  const trained = await loadTrained(folder);
  await prepareOutFolder(settings.out);
  const tested = await testBefore(trained, settings, output);
  try {
    const bytes = await save(folder, trained, settings);
    const tests = tested && {
      before: tested.before,
      after: await tested.tester.test(await loadTrained(settings.out)),
    };
    const exported = { folder, bytes, tests };
    for (const line of settings.json ? [exportJson(exported, settings)] : exportText(exported, settings)) {
      output.print(line);
    }
    return EXIT.ok;
  } finally {
    await tested?.tester.dispose();
  }
}

interface TestedBefore {
  readonly tester: Tester;
  readonly before: EvaluationResult;
}

/** Returns undefined if no data is named, and the data of the training is missing or does not fit. */
async function testBefore(
  trained: TrainedModel,
  settings: ExportSettings,
  output: Output,
): Promise<TestedBefore | undefined> {
  let tester: Tester | undefined;
  try {
    tester = await Tester.create(trained, settings);
    return { tester, before: await tester.test(trained) };
  } catch (error) {
    await tester?.dispose();
    const { message, exitCode } = describeFailure(error);
    if (settings.data !== undefined || exitCode === EXIT.usage) throw error;
    output.warn(`the cost of fewer bits is not measured: ${message} To measure it, name the data with --data.`);
    return undefined;
  }
}

/** Returns the size of the weights in bytes, before and after. */
async function save(folder: string, { network }: TrainedModel, settings: ExportSettings): Promise<Change<number>> {
  const { out, weights, overwrite } = settings;
  const found = await folderOfModel(folder);
  const model = await loadModel(found);
  const mayReplace = (): void => {
    if (overwrite) return;
    throw usageError(`--out: ${out} already has a model. Choose another folder, or replace it with --overwrite.`);
  };
  // The network that was tested: a run may have saved another checkpoint since.
  await saveModel(out, { ...moved(model, ownModelFolder(folder), out), ...network }, { weights, mayReplace });
  const { kind, weights: file } = modelFilesIn(found);
  // The file of a checkpoint contains more than weights.
  const inMemory = [...network.parameters.values()].reduce((sum, { data }) => sum + data.byteLength, 0);
  return { before: kind === 'model' ? file.bytes : inMemory, after: modelFilesIn(out).weights.bytes };
}

/** Rewrites the data path in the model's notes, which is relative to the model's folder. */
function moved(model: SavedModel, from: string, to: string): SavedModel {
  const { notes } = model;
  if (typeof notes?.['data'] !== 'string') return model;
  return { ...model, notes: { ...notes, data: portablePath(to, resolve(from, notes['data'])) } };
}

/** Whether there are enough rows for the score. */
const hasScore = ({ task, rows }: EvaluationResult): boolean => task !== 'regression' || rows >= FEWEST_ROWS;

function measuredText(result: EvaluationResult): string {
  const loss = `a loss of ${result.loss.toPrecision(6)}`;
  return hasScore(result) ? `${scoreText(scoreOf(result))} and ${loss}` : loss;
}

function exportText({ bytes, tests }: Exported, { weights, out, quiet }: ExportSettings): string[] {
  const grouped = (count: number): string => count.toLocaleString('en-US');
  const share = ((bytes.after / bytes.before) * 100).toFixed(1);
  const lines = [`Weights: ${grouped(bytes.before)} -> ${grouped(bytes.after)} bytes (${share} %, ${weights})`];
  if (tests !== undefined) {
    const { before, after } = tests;
    lines.push(`Before: ${measuredText(before)} on ${grouped(before.rows)} examples`, `After: ${measuredText(after)}`);
  }
  return quiet ? lines : [...lines, `Saved in ${out}`];
}

/** Returns one JSON line, which `apps/cli/README.md` documents. */
function exportJson({ folder, bytes, tests }: Exported, { weights, out }: ExportSettings): string {
  const measured = tests && {
    ...(hasScore(tests.before) && {
      [scoreOf(tests.before).name]: { before: scoreOf(tests.before).value, after: scoreOf(tests.after).value },
    }),
    loss: { before: tests.before.loss, after: tests.after.loss },
    rows: tests.before.rows,
  };
  return JSON.stringify({ event: 'export', folder, out, weights, bytes, cost: measured ?? null });
}

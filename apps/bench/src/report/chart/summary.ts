/** What the summary chart shows: the ratios of a run, by suite and workload. */
import type { Interval, ResultFile } from '../../result/result-file.js';
import type { SuiteName } from '../../workloads/workload.js';
import { pageSections, SUITE_TITLES, type WorkloadRow } from '../sections.js';

export interface Summary {
  readonly groups: readonly SummaryGroup[];
  /** Whether there are more workloads with a ratio. */
  readonly isSelection: boolean;
}

interface SummaryGroup {
  readonly title: string;
  readonly rows: readonly SummaryRow[];
}

export interface SummaryRow {
  readonly name: string;
  readonly dtype: string;
  /** Seconds of the baseline, which ratios are of. */
  readonly baselineSeconds: number;
  /** By candidate, without the baseline. */
  readonly ratios: ReadonlyMap<string, Interval>;
}

/** A run with more workloads than this is shown by its headlines. */
const MOST_ROWS = 24;

/**
 * The workloads that represent their suites, all in float32: what people do, at the sizes of MNIST or of a common
 * benchmark.
 */
export const HEADLINES: Readonly<Record<SuiteName, readonly RegExp[]>> = {
  train: [/^full batch, 60,000 rows, 532 hidden$/, /batches of (32|128), /],
  convnet: [/batch of 128$/],
  sequences: [/./],
  infer: [/images?$/],
  ops: [/^matmul (512x512x512|1024x1024x1024)$/, /^CSR 4096x784 x 532$/, /^(exp|add) 100,000$/, /^softmax 1000x1000$/],
  startup: [/^import and start$/],
  memory: [],
};

/** Returns every workload with a ratio, or the headlines if there are many. A suite without any shows its first row. */
export function summaryOf(file: ResultFile): Summary {
  const all = pageSections(file).flatMap(({ suite, rows }) => {
    const shown = rows.flatMap((row) => summaryRow(row, file.baseline));
    return shown.length === 0 ? [] : [{ suite, rows: shown }];
  });
  const isSelection = all.flatMap(({ rows }) => rows).length > MOST_ROWS;
  const groups = all.map(({ suite, rows }) => ({
    title: SUITE_TITLES[suite],
    rows: isSelection ? headlines(suite, rows) : rows,
  }));
  return { groups, isSelection };
}

function headlines(suite: SuiteName, rows: readonly SummaryRow[]): readonly SummaryRow[] {
  const found = rows.filter(
    ({ name, dtype }) => dtype === 'float32' && HEADLINES[suite].some((pattern) => pattern.test(name)),
  );
  return found.length > 0 ? found : rows.slice(0, 1);
}

function summaryRow({ name, dtype, results }: WorkloadRow, baseline: string): SummaryRow[] {
  const baselineSeconds = results.get(baseline)?.medianSeconds;
  const ratios = [...results].flatMap(([candidate, { ratio }]) =>
    ratio !== undefined && isDrawable(ratio) ? [[candidate, ratio] as const] : [],
  );
  if (typeof baselineSeconds !== 'number' || ratios.length === 0) return [];
  return [{ name, dtype, baselineSeconds, ratios: new Map(ratios) }];
}

/** A ratio outside these limits is no measurement. */
const isDrawable = ({ low, median, high }: Interval): boolean =>
  [low, median, high].every((value) => value >= 1e-9 && value <= 1e9);

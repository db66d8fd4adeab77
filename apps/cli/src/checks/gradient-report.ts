import { type Output, oneLine, tableLines } from '@nablajs/command-line';
import type { Backend } from '@nablajs/core';
import {
  formatReport,
  GATES,
  type Gate,
  type GradcheckReport,
  type GradientReference,
  MAXIMUM_MOVED,
} from '@nablajs/gradcheck';
import type { CheckSettings } from '../settings/settings.js';
import { filterNote } from './filter.js';

export type CheckedCase = CheckedNetwork | CheckedOperation;

interface CheckedNetwork {
  readonly name: string;
  readonly layer: string;
  readonly activation: string;
  readonly loss: string;
  readonly report: GradcheckReport;
}

interface CheckedOperation {
  readonly name: string;
  readonly operation: string;
  readonly report: GradcheckReport;
}

const isNetwork = (one: CheckedCase): one is CheckedNetwork => !('operation' in one);

export interface Against {
  readonly reference: Backend | GradientReference;
  readonly name: string;
  readonly description: string;
  readonly native?: string | undefined;
  readonly notice?: string | undefined;
}

export interface GradientReportHead {
  readonly backend: Backend;
  readonly dtype: 'float32' | 'float64';
  /** Why this backend was chosen. */
  readonly note: string | undefined;
  readonly against: Against | undefined;
  /** Part of the names of the cases to check. Default: all cases. */
  readonly filter: string | undefined;
}

type ReportSettings = Pick<CheckSettings, 'json' | 'namesNetwork'>;

export interface GradientReport {
  start(): void;
  /** Returns whether every gradient is right. */
  finish(cases: readonly CheckedCase[], seconds: number): boolean;
}

export function gradientReport(settings: ReportSettings, output: Output, head: GradientReportHead): GradientReport {
  return settings.json ? new JsonGradientReport(output, head) : new TextGradientReport(settings, output, head);
}

interface Totals {
  readonly ok: boolean;
  readonly worst: CheckedCase | undefined;
  readonly worstRelativeError: number;
  readonly checked: number;
  readonly moved: number;
}

function totalsOf(cases: readonly CheckedCase[], head: GradientReportHead): Totals {
  const worst = worstOf(cases);
  return {
    ok: cases.length > 0 && cases.every(({ report }) => report.ok) && tooManyMoved(cases, head) === undefined,
    worst,
    worstRelativeError: worst?.report.worstRelativeError ?? 0,
    checked: total(cases, 'checked'),
    moved: total(cases, 'moved'),
  };
}

function worstOf(cases: readonly CheckedCase[]): CheckedCase | undefined {
  const error = ({ report }: CheckedCase): number => report.worstRelativeError;
  return cases.reduce<CheckedCase | undefined>(
    (worst, one) => (worst === undefined || error(one) > error(worst) ? one : worst),
    undefined,
  );
}

/** Reports too many shifted elements. Each network may shift one element; the limit applies to the whole set. */
function tooManyMoved(cases: readonly CheckedCase[], { filter }: GradientReportHead): string | undefined {
  const [moved, checked] = [total(cases, 'moved'), total(cases, 'checked')];
  if (cases.length === 1 || filter !== undefined || moved <= MAXIMUM_MOVED * checked) return undefined;
  return `${moved} of ${checked} elements lie at a kink, more than ${100 * MAXIMUM_MOVED} %.`;
}

const total = (cases: readonly CheckedCase[], key: 'checked' | 'moved'): number =>
  cases.reduce((sum, { report }) => sum + report[key], 0);

class JsonGradientReport implements GradientReport {
  readonly #output: Output;
  readonly #head: GradientReportHead;

  constructor(output: Output, head: GradientReportHead) {
    this.#output = output;
    this.#head = head;
  }

  start(): void {
    noteBackends(this.#output, this.#head);
  }

  finish(cases: readonly CheckedCase[], seconds: number): boolean {
    const { backend, dtype, against, filter = null } = this.#head;
    const { ok, worstRelativeError, checked, moved } = totalsOf(cases, this.#head);
    const object = {
      ok,
      worstRelativeError,
      backend: backend.name,
      dtype,
      against: against?.name ?? 'finite-differences',
      native: against?.native ?? backend.native ?? null,
      gate: gateOf(this.#head),
      filter,
      checked,
      moved,
      seconds,
      cases: cases.map(({ report, ...names }) => ({ ...names, ...report })),
    };
    this.#output.print(JSON.stringify(object));
    return ok;
  }
}

class TextGradientReport implements GradientReport {
  readonly #settings: ReportSettings;
  readonly #output: Output;
  readonly #head: GradientReportHead;

  constructor(settings: ReportSettings, output: Output, head: GradientReportHead) {
    this.#settings = settings;
    this.#output = output;
    this.#head = head;
  }

  start(): void {
    noteBackends(this.#output, this.#head);
    if (this.#output.quiet) return;
    const { backend, dtype, against } = this.#head;
    const held =
      against === undefined ? 'central differences in float64 (eps 1e-6)' : `${against.name}: ${against.description}`;
    this.#output.print(`Gradients of ${backend.name}, ${dtype}, against ${held}`);
    this.#output.print(gateLine(gateOf(this.#head)));
  }

  finish(cases: readonly CheckedCase[], seconds: number): boolean {
    const totals = totalsOf(cases, this.#head);
    if (!this.#output.quiet) {
      this.#output.print('');
      const lines = this.#settings.namesNetwork ? networkLines(cases) : matrixLines(cases);
      for (const line of lines) this.#output.print(line);
    }
    for (const line of warningLines(cases)) this.#output.note(line);
    for (const line of problemLines(cases, this.#head)) this.#output.print(line);
    this.#output.print(closingLine(totals, cases, seconds) + filterNote(this.#head.filter));
    return totals.ok;
  }
}

function noteBackends(output: Output, { backend, note, against }: GradientReportHead): void {
  output.note(`Backend ${backend.name}: ${backend.description}${note === undefined ? '' : ` (${note})`}`);
  output.warnOf(backend);
  if (against !== undefined) output.warnOf(against);
}

function gateOf({ dtype, against }: GradientReportHead): Gate {
  if (dtype === 'float32') return GATES.float32;
  if (against === undefined) return GATES.differences;
  return isFloat32Only(against) ? GATES.float32 : GATES.float64;
}

/** A reference that is not a backend counts as float32, like TensorFlow. */
function isFloat32Only({ reference }: Against): boolean {
  return !('dtypes' in reference && reference.dtypes.includes('float64'));
}

function gateLine({ atol, rtol, worstRelativeError }: Gate): string {
  const element = `an element passes within atol ${atol.toExponential()} + rtol ${rtol.toExponential()}`;
  if (worstRelativeError === undefined) return `Gate: ${element}`;
  return `Gates: ${element}; a tensor within ${worstRelativeError.toExponential()} of its largest gradient`;
}

/** A table of the worst errors, activations by losses, then a line on the operations. */
function matrixLines(all: readonly CheckedCase[]): string[] {
  const cases = all.filter(isNetwork);
  const operations = operationLines(all.filter((one) => !isNetwork(one)));
  if (cases.length === 0) return operations;
  const unique = (key: 'layer' | 'activation' | 'loss'): string[] => [...new Set(cases.map((one) => one[key]))];
  const losses = unique('loss');
  const cellOf = (own: readonly CheckedCase[]): string => {
    const worst = worstOf(own);
    if (worst === undefined) return '-';
    const wrong = own.some(({ report }) => !report.ok);
    return `${worst.report.worstRelativeError.toExponential(1)}${wrong ? '!' : ''}`;
  };
  const rows = unique('activation').map((activation) => [
    activation,
    ...losses.map((loss) => cellOf(cases.filter((one) => one.activation === activation && one.loss === loss))),
  ]);
  const header = ['', ...losses.map((_, at) => `[${at + 1}]`)];
  const layers = unique('layer');
  return [
    `Worst error of a tensor, over ${layers.length > 5 ? `${layers.length} kinds of layers` : layers.join(', ')}`,
    ...tableLines([header, ...rows]),
    ...losses.map((loss, at) => `[${at + 1}] ${loss}`),
    '',
    ...operations,
  ];
}

function operationLines(operations: readonly CheckedCase[]): string[] {
  const worst = worstOf(operations);
  if (worst === undefined) return [];
  const error = worst.report.worstRelativeError.toExponential(1);
  return [`Operations: ${operations.length}, worst error ${error} (${worst.name})`, ''];
}

function networkLines(cases: readonly CheckedCase[]): string[] {
  return cases.flatMap(({ name, report }) => [
    `Network ${name}`,
    ...formatReport({ ...report, warnings: [], problems: [] }).split('\n'),
    '',
  ]);
}

/** Returns each warning once, even if many cases share it. */
function warningLines(cases: readonly CheckedCase[]): string[] {
  return [...new Set(cases.flatMap(({ report }) => report.warnings))];
}

/** The most problems to list for one network, and the most lines for all networks. */
const MOST_PROBLEMS = 3;
const MOST_LINES = 30;

/** Returns the first problems of one network, one per line, and the number of the others. */
export function problemsOf(name: string, { problems }: GradcheckReport): string[] {
  const shown = problems.slice(0, MOST_PROBLEMS).map((problem) => `WRONG ${name}: ${oneLine(problem)}`);
  const rest = problems.length - shown.length;
  return rest === 0 ? shown : [...shown, `WRONG ${name}: and ${rest} more`];
}

function problemLines(cases: readonly CheckedCase[], head: GradientReportHead): string[] {
  const moved = tooManyMoved(cases, head);
  const lines = cases.flatMap(({ name, report }) => problemsOf(name, report));
  const rest = lines.length - MOST_LINES;
  return [
    ...lines.slice(0, MOST_LINES),
    ...(rest > 0 ? [`... and ${rest} more lines; --json has everything`] : []),
    ...(moved === undefined ? [] : [`WRONG ${moved}`]),
  ];
}

function closingLine(
  { ok, worst, worstRelativeError, checked, moved }: Totals,
  cases: readonly CheckedCase[],
  seconds: number,
): string {
  const networks = cases.filter(isNetwork).length;
  const counts = [counted(networks, 'network'), counted(cases.length - networks, 'operation')].flat().join(', ');
  const elements = `${checked.toLocaleString('en-US')} elements, ${moved} of them moved off a kink`;
  const where = worst === undefined ? '' : ` (${worst.name})`;
  const verdict = ok ? 'ok' : 'WRONG';
  const worstError = `worst error ${worstRelativeError.toExponential(2)}${where}`;
  return `${verdict}: ${counts}, ${elements}; ${worstError}; ${seconds.toFixed(1)} s`;
}

/** Returns `3 networks`, or nothing for 0. */
const counted = (count: number, what: string): string[] =>
  count === 0 ? [] : [`${count} ${what}${count === 1 ? '' : 's'}`];

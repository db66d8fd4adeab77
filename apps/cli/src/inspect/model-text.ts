import { oneLine, tableLines } from '@nablajs/command-line';
import { BYTES_PER_ELEMENT, formatShape, type JsonValue } from '@nablajs/core';
import type { InspectedModel } from './inspected-model.js';
import type { Layer } from './layer.js';
import { countOf } from './layers.js';

/** Longer values are shortened, so that they do not hide the others. */
const LONGEST = 80;

const grouped = (count: number): string => count.toLocaleString('en-US');

export function modelText(model: InspectedModel): string[] {
  return [
    `Input ${model.inputs.map(formatShape).join(', ')}`,
    ...tableLines([['Layer', 'Output', 'Parameters', 'Count'], ...model.layers.map(layerCells)], (at) => at === 3),
    totalLine(model),
    ...section('Normalisation', normalisationLines(model)),
    ...section('Data', recordLines(model.form ?? {})),
    ...section('Training', recordLines(trainingOf(model))),
    ...section(model.files.kind === 'model' ? 'Files' : `Files of ${model.files.folder}`, fileLines(model)),
  ];
}

function layerCells({ path, name, depth, type, options, output, parameters }: Layer): string[] {
  const given = Object.entries(options).map(([option, value]) => `${option} ${short(value)}`);
  // The type of some inner modules is not known.
  const label = `${'  '.repeat(depth)}${[name === type ? '' : name, type].filter((part) => part !== '' && part !== '?').join(' ')}`;
  return [
    given.length === 0 ? label : `${label} ${given.join(', ')}`,
    output.map(formatShape).join(', '),
    parameters.map((parameter) => parameterText(path, parameter)).join(', '),
    grouped(countOf(parameters)),
  ];
}

function parameterText(path: string, { name, shape, trainable }: Layer['parameters'][number]): string {
  // The weights of a graph of operators have names of their own.
  const own = path !== '' && name.startsWith(`${path}.`) ? name.slice(path.length + 1) : name;
  return `${own} ${formatShape(shape)}${trainable ? '' : ' (not trained)'}`;
}

function totalLine({ parameters, trainable, dtype }: InspectedModel): string {
  const trained = trainable === parameters ? '' : `, of which ${grouped(trainable)} are trained`;
  const bytes = grouped(parameters * BYTES_PER_ELEMENT[dtype]);
  return `Parameters: ${grouped(parameters)}${trained} (${dtype}, ${bytes} bytes in memory)`;
}

/** Names MNIST, for which `nabla train` records no path. */
function trainingOf({ notes = {} }: InspectedModel): Readonly<Record<string, JsonValue>> {
  return notes['data'] === null ? { ...notes, data: 'MNIST' } : notes;
}

function normalisationLines({ normalisation }: InspectedModel): string[] {
  if (normalisation === undefined) return [];
  const { divisor, mean = 0, standardDeviation = 1 } = normalisation;
  const scaled = `value / ${divisor}`;
  if (mean === 0 && standardDeviation === 1) return [`  ${scaled}`];
  return [`  (${scaled} - ${mean}) / ${standardDeviation}`];
}

function fileLines({ files: { description, weights }, dtype }: InspectedModel): string[] {
  const stored = weights.dtype === undefined || weights.dtype === dtype ? '' : `, weights in ${weights.dtype}`;
  const rows = [description, weights].map(({ name, bytes }) => [`  ${name}`, `${grouped(bytes)} bytes`]);
  return [...tableLines(rows), `  SHA-256 of ${weights.name}: ${weights.sha256}${stored}`];
}

/** A record or a list of records, such as columns, becomes a table. */
function recordLines(record: Readonly<Record<string, JsonValue>>): string[] {
  const entries = Object.entries(record).map(([key, value]) => [short(key), value] as const);
  const width = entries.reduce((most, [key]) => Math.max(most, key.length), 0);
  return entries.flatMap(([key, value]) => {
    const rows = isRecord(value) ? [value] : isTable(value) ? value : undefined;
    if (rows !== undefined) return [`  ${key}:`, ...recordTable(rows)];
    return [`  ${key.padEnd(width)}  ${short(value)}`];
  });
}

type Row = Readonly<Record<string, JsonValue>>;

const isRecord = (value: JsonValue): value is Row =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isTable = (value: JsonValue): value is readonly Row[] =>
  Array.isArray(value) && value.length > 0 && value.every(isRecord);

function recordTable(rows: readonly Row[]): string[] {
  const titles = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cells = rows.map((row) => titles.map((title) => (row[title] === undefined ? '' : short(row[title]))));
  return tableLines([titles, ...cells], () => false).map((line) => `    ${line}`);
}

function short(value: JsonValue): string {
  if (Array.isArray(value)) return cut(value.map(short).join(', '));
  return cut(oneLine(typeof value === 'string' ? value : JSON.stringify(value)));
}

const cut = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text);

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', `${title}:`, ...lines];
}

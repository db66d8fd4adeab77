/** Writes the text of a nabla.config.ts: settings with their meaning, and a description of the data in comments. */

import { visible } from '@nablajs/command-line';
import { countFolds } from '@nablajs/tables';
import type { FoundData } from '../data/find-data.js';
import { NETWORK_SETTINGS, TABLE_SETTINGS, TEXT_SETTINGS } from '../settings/choose-preset.js';
import { FINE_TUNE_SETTINGS } from '../settings/fine-tune-settings.js';
import { PRESETS, type Preset, type PresetName } from '../settings/presets.js';
import { describeSetting, SETTING_NAMES, type SettingName } from '../settings/setting-table.js';
import { DEFAULT_VALIDATION } from '../settings/settings.js';
import type { TableFinding } from './describe-table.js';
import { columnComments, imageComments, targetComments } from './finding-comments.js';
import { literal } from './literal.js';

export type Finding =
  | Exclude<FoundData, { readonly kind: 'table' }>
  | ({ readonly kind: 'table'; readonly path: string } & TableFinding);

export type ChosenSettings = Readonly<Partial<Record<SettingName, unknown>>>;

export function chosenSettings(finding: Finding): ChosenSettings {
  const { name, values } = presetFor(finding);
  const preset = { preset: name, ...values };
  if (finding.kind === 'mnist') return preset;
  const { kind, path } = finding;
  const data = { data: path };
  if (kind === 'idx') return { ...data, ...preset };
  const validation = { validation: DEFAULT_VALIDATION };
  if (kind === 'images' || kind === 'text') return { ...data, ...validation, ...preset };
  const { target } = finding;
  return { ...data, target: target.name, task: target.task, ...preset };
}

/** With its values for the number of rows. */
function presetFor(finding: Finding): { readonly name: PresetName; readonly values: ChosenSettings } {
  if (finding.kind === 'table') {
    return { name: 'table', values: { effort: 1, folds: countFolds(finding.rows).folds } };
  }
  const name = finding.kind === 'images' ? 'images' : finding.kind === 'text' ? 'gpt' : 'quick';
  return { name, values: valuesOf(PRESETS[name]) };
}

function valuesOf({ description: _, hidden, ...preset }: Preset): ChosenSettings {
  return { ...preset, ...(hidden.length > 0 && { hidden: hidden.length === 1 ? hidden[0] : hidden }) };
}

/** Example values for settings that are commented out. */
const EXAMPLES: Readonly<Record<SettingName, unknown>> = {
  ...{ preset: 'quick', backend: 'auto', dtype: 'float32', epochs: 20, learningRate: 0.001, batchSize: 32 },
  ...{ hidden: [256, 128], optimizer: 'adam', weightDecay: 0.01, seed: 0, layout: 'auto' },
  layers: [{ type: 'Conv2d', filters: 16, kernelSize: 3 }, { type: 'ReLU' }, { type: 'Flatten' }],
  ...{ tokenizer: 'bpe', vocabulary: 1024, context: 128, blocks: 4, width: 128, heads: 4 },
  ...{ effort: 2, folds: 5, group: 'patient', timeOrder: 'date', textColumns: ['review'] },
  ...{ from: 'mobilenet.onnx', unfreeze: 1, lora: 8, scale: 255, mean: 0.5, std: 0.5, order: 'rgb' },
  ...{ data: 'data.csv', target: 'price', task: 'regression', validation: 0.1, out: 'model', run: 'runs/first' },
  ...{ checkpointEvery: 1, keep: 3, earlyStopping: 5, schedule: 'cosine', clipNorm: 1, clipValue: 1 },
  ...{ imageSize: 32, augment: { shift: 2, rotate: 10, flip: true }, tensorboard: true },
  ...{ distributed: true, parts: 4, threads: 2, strict: true },
  ...{ overwrite: true, json: true, quiet: true, ui: true },
};

/** Texts from the data are escaped, in comments and in values. */
export function configText(finding: Finding): string {
  const chosen = chosenSettings(finding);
  const written = Object.entries(chosen) as [SettingName, unknown][];
  const others = SETTING_NAMES.filter((name) => !Object.hasOwn(chosen, name) && !appliesToOtherData(name, finding));
  const isTable = finding.kind === 'table';
  const [flag, variable] = isTable ? ['--effort 2', 'NABLA_EFFORT=2'] : ['--epochs 20', 'NABLA_EPOCHS=20'];
  const lines = [
    "import { defineConfig } from '@nablajs/cli';",
    '',
    ...comment(titleOf(finding), ''),
    ...comment(`Flags such as ${flag} and variables such as ${variable} override these settings.`, ''),
    'export default defineConfig({',
    ...written.flatMap(([name, value]) => ['', ...commentsOn(name, finding), `  ${name}: ${literal(value)},`]).slice(1),
    '',
    ...comment('More settings. Remove the // in front of those that you want:'),
    ...others.flatMap((name) => ['', ...comment(describeSetting(name)), `  // ${name}: ${literal(EXAMPLES[name])},`]),
    '});',
  ];
  return `${lines.join('\n')}\n`;
}

const appliesToOtherData = (name: SettingName, { kind }: Finding): boolean => {
  if (kind === 'mnist') return false;
  if (kind === 'text') return NOT_FOR_TEXT.includes(name);
  return kind === 'table'
    ? ['imageSize', 'augment', 'strict', ...NETWORK_SETTINGS, ...TEXT_SETTINGS].includes(name)
    : ['target', 'textColumns', 'task', ...TABLE_SETTINGS, ...TEXT_SETTINGS].includes(name);
};

const NOT_FOR_TEXT: readonly SettingName[] = [
  ...(['target', 'textColumns', 'task', 'imageSize', 'augment', 'strict', 'layout', 'hidden', 'layers'] as const),
  ...FINE_TUNE_SETTINGS,
  ...TABLE_SETTINGS,
];

function titleOf(finding: Finding): string {
  const made = 'Written by nabla init';
  if (finding.kind === 'mnist') return `${made} for MNIST, which comes with nabla: the folder contains no data.`;
  if (finding.kind === 'text') return `${made} for the text in ${literal(finding.path)}.`;
  if (finding.kind !== 'table') return `${made} for the images in ${literal(finding.path)}.`;
  const { path, rows, columns } = finding;
  return `${made} for ${literal(path)}: ${rows} rows of ${columns.length + 1} columns.`;
}

function commentsOn(name: SettingName, finding: Finding): string[] {
  if (name === 'preset') return comment(presetComment(finding));
  return [describeSetting(name), ...foundOf(name, finding)].flatMap((line) => comment(line));
}

function foundOf(name: SettingName, finding: Finding): string[] {
  if (name === 'data' && finding.kind === 'table') return columnComments(finding);
  if (name === 'data' && finding.kind === 'images') return imageComments(finding);
  return name === 'target' && finding.kind === 'table' ? targetComments(finding) : [];
}

function presetComment(finding: Finding): string {
  const { description } = PRESETS[presetFor(finding).name];
  return `Ready-made settings: ${description}. Its values are below. If you remove a line, the preset decides.`;
}

const WIDEST = 112;

/** Wraps a text into `//` lines. Spaces at the start of the text indent every line. */
function comment(text: string, indent = '  '): string[] {
  const [margin = ''] = /^ */.exec(text) ?? [];
  const lines: string[] = [];
  for (const word of visible(text).trim().split(/ +/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= WIDEST) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.map((line, at) => `${indent}// ${margin}${at === 0 ? '' : margin}${line}`);
}

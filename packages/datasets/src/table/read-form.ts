/** Checks a form from a file. */
import { NablaError } from '@nablajs/core';
import type { RobustScale } from '../preprocessing/robust-scale.js';
import type { Scale } from '../preprocessing/standardizer.js';
import { readSentenceForm } from '../text/sentences/sentence-form.js';
import { readWordForm } from '../text/words/word-form.js';
import { MAX_CLASSES, MAX_COLUMNS, MAX_INPUTS, MAX_TEXTS } from './limits.js';
import { sentenceColumn } from './sentences/sentence-columns.js';
import { DATE_PARTS, type DatePart } from './summary/date-parts.js';
import { type InputColumn, type TableForm, type TargetColumn, widthOf } from './table-form.js';
import { ERRORS } from './target.js';

/**
 * Checks that a value from a JSON file is the form of a table, and returns a copy.
 *
 * @param name Names the file in errors.
 * @throws NablaError `data` for anything that `learnForm` cannot have returned.
 *
 * @example
 * ```ts
 * const { form } = await loadModel('model');
 * const tableForm = readTableForm(form, 'model.json');
 * ```
 */
export function readTableForm(value: unknown, name: string): TableForm {
  const fail = (at: string, expected: string): never => {
    throw new NablaError('data', `${name}: ${at}: expected ${expected}. Received another value; it is damaged.`);
  };
  const record = (item: unknown, at: string): Readonly<Record<string, unknown>> =>
    typeof item === 'object' && item !== null && !Array.isArray(item)
      ? (item as Record<string, unknown>)
      : fail(at, 'an object');
  const text = (item: unknown, at: string): string => (typeof item === 'string' ? item : fail(at, 'a string'));
  const finite = (item: unknown, at: string): number =>
    typeof item === 'number' && Number.isFinite(item) ? item : fail(at, 'a finite number');
  const positive = (item: unknown, at: string): number =>
    typeof item === 'number' && item > 0 && Number.isFinite(item) ? item : fail(at, 'a finite number > 0');
  const scale = ({ mean, standardDeviation }: Readonly<Record<string, unknown>>, at: string): Scale => ({
    mean: finite(mean, `${at}.mean`),
    standardDeviation: positive(standardDeviation, `${at}.standardDeviation`),
  });
  const robustScale = ({ median, spread }: Readonly<Record<string, unknown>>, at: string): RobustScale => ({
    median: finite(median, `${at}.median`),
    spread: positive(spread, `${at}.spread`),
  });
  const texts = (item: unknown, at: string, most: number): readonly string[] => {
    if (!Array.isArray(item) || item.length === 0 || item.length > most) return fail(at, 'a list of strings');
    const list = item.map((one, index) => text(one, `${at}.${index}`));
    return new Set(list).size === list.length ? list : fail(at, 'different strings');
  };
  const parts = (item: unknown, at: string): readonly DatePart[] => {
    const found = Array.isArray(item) ? DATE_PARTS.filter((part) => item.includes(part)) : [];
    // In their order, each once, and nothing else.
    return JSON.stringify(found) === JSON.stringify(item) ? found : fail(at, `some of ${DATE_PARTS.join(', ')}`);
  };
  const category = (named: string, item: Readonly<Record<string, unknown>>, at: string): InputColumn => {
    const { encoding, values } = item;
    const common = { name: named, kind: 'category' } as const;
    if (encoding === undefined) return { ...common, values: texts(values, `${at}.values`, MAX_CLASSES) };
    if (encoding !== 'index') return fail(`${at}.encoding`, "'index'");
    return { ...common, encoding, values: texts(values, `${at}.values`, MAX_TEXTS) };
  };
  const column = (item: unknown, at: string): InputColumn => {
    const found = record(item, at);
    const { kind, missing, parts: own } = found;
    const named = text(found['name'], `${at}.name`);
    if (kind === 'category') return category(named, found, at);
    if (kind === 'text') {
      const { words, length } = readWordForm({ ...found, type: 'words' }, `${name}: ${at}`);
      return { name: named, kind, words, length };
    }
    if (kind === 'sentence') {
      return sentenceColumn(named, readSentenceForm({ ...found, type: 'sentences' }, `${name}: ${at}`));
    }
    if (kind !== 'number' && kind !== 'date') return fail(`${at}.kind`, 'number, date, category, text or sentence');
    if (typeof missing !== 'boolean') return fail(`${at}.missing`, 'true or false');
    const scaled = found['median'] === undefined ? scale(found, at) : robustScale(found, at);
    const isDate = kind === 'date' && own !== undefined;
    return { name: named, kind, ...scaled, missing, ...(isDate && { parts: parts(own, `${at}.parts`) }) };
  };
  const distances = (item: unknown, at: string): readonly number[] => {
    const isDistance = (one: unknown, index: number, list: readonly unknown[]): boolean =>
      typeof one === 'number' && Number.isFinite(one) && one >= ((index === 0 ? 0 : list[index - 1]) as number);
    const isValid = Array.isArray(item) && item.length === ERRORS && item.every(isDistance);
    return isValid ? [...item] : fail(at, `${ERRORS} finite numbers >= 0 that do not decrease`);
  };
  const numberTarget = (named: string, item: Readonly<Record<string, unknown>>, at: string): TargetColumn => {
    const { transform, errors } = item;
    if (transform !== undefined && transform !== 'log') return fail(`${at}.transform`, "'log'");
    return {
      ...{ name: named, kind: 'number', ...scale(item, at) },
      ...(transform && { transform }),
      ...(errors !== undefined && { errors: distances(errors, `${at}.errors`) }),
    };
  };
  const target = (item: unknown, at: string): TargetColumn => {
    const { name: own, kind, values, ...rest } = record(item, at);
    const named = text(own, `${at}.name`);
    if (kind === 'class') return { name: named, kind, values: texts(values, `${at}.values`, MAX_CLASSES) };
    return kind === 'number' ? numberTarget(named, rest, at) : fail(`${at}.kind`, 'class or number');
  };
  const { type, columns, target: targetValue } = record(value, 'form');
  if (type !== 'table') return fail('form.type', "'table'");
  if (!Array.isArray(columns) || columns.length === 0 || columns.length > MAX_COLUMNS) {
    return fail('form.columns', 'a list of columns');
  }
  const form: TableForm = {
    type,
    columns: columns.map((item, index) => column(item, `form.columns.${index}`)),
    target: target(targetValue, 'form.target'),
  };
  const width = form.columns.reduce((sum, item) => sum + widthOf(item), 0);
  const names = [...form.columns, form.target].map((item) => item.name);
  if (form.columns.length > 1 && form.columns.some(({ kind }) => kind === 'sentence')) {
    return fail('form.columns', 'no other column beside a sentence');
  }
  if (width > MAX_INPUTS) return fail('form.columns', `at most ${MAX_INPUTS} inputs`);
  return new Set(names).size === names.length ? form : fail('form.columns', 'columns with different names');
}

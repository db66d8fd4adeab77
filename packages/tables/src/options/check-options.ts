import { NablaError } from '@nablajs/core';
import { countFolds, type FoldWishes } from '../folds.js';

/** `who` names the function and the option. */
export const unexpected = (who: string, expected: string, received: unknown): NablaError =>
  new NablaError('argument', `${who}: expected ${expected}. Received ${described(received)}.`);

function described(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`;
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}

/** Throws NablaError `argument`. */
export function checkCount(option: string, value: unknown, least: number): void {
  if (!Number.isSafeInteger(value) || (value as number) < least)
    throw unexpected(option, `a whole number >= ${least}`, value);
}

function checkSearch(who: string, { folds, effort }: { readonly folds?: unknown; readonly effort?: unknown }): void {
  if (folds !== undefined) checkCount(`${who}: folds`, folds, 2);
  if (effort !== undefined && !(typeof effort === 'number' && effort > 0))
    throw unexpected(`${who}: effort`, 'a number > 0', effort);
}

/** The options of `learnTable` that are checked. */
interface Learning extends FoldWishes {
  readonly task: string;
  readonly effort?: number;
  readonly done?: readonly unknown[];
}

/** Returns the options with the number of folds. */
export function checkedLearning<T extends Learning>(rows: number, options: T): T & { readonly folds: number } {
  const { task, groups, times, done = [] } = options;
  if (task !== 'classes' && task !== 'numbers') throw unexpected('learnTable: task', "'classes' or 'numbers'", task);
  checkSearch('learnTable', options);
  if (groups !== undefined && times !== undefined) throw notTogether('learnTable: groups', 'times');
  const bad = Array.from(done).findIndex((trial) => !isTrial(trial));
  if (bad === -1) return { ...options, folds: countFolds(rows, options).folds };
  throw new NablaError(
    'argument',
    `learnTable: done: expected trials as onTrial gave them, with one loss for each member. Received another as ` +
      `number ${bad + 1}.`,
  );
}

/** Whether a trial, perhaps read from a file, has a loss for each of its members. */
function isTrial(trial: unknown): boolean {
  const { members, losses } = (trial ?? {}) as Readonly<Record<string, unknown>>;
  return Array.isArray(members) && Array.isArray(losses) && members.length === losses.length;
}

/** The options of `trainTable` that are checked. */
interface Training {
  readonly task?: string;
  readonly folds?: number;
  readonly effort?: number;
  readonly group?: string;
  readonly timeOrder?: string;
}

export function checkTraining(options: Training | undefined): void {
  if (options === undefined) throw unexpected('trainTable', "options such as { target: 'price' }", options);
  const { task, group, timeOrder } = options;
  if (task !== undefined && task !== 'classification' && task !== 'regression')
    throw unexpected('trainTable: task', "'classification' or 'regression'", task);
  checkSearch('trainTable', options);
  if (group !== undefined && timeOrder !== undefined) throw notTogether('trainTable: group', 'timeOrder');
}

export function checkGroup(group: string | undefined, target: string | undefined): void {
  if (group === undefined || group !== target) return;
  throw unexpected('trainTable: group', 'another column than the target', group);
}

const notTogether = (one: string, other: string): NablaError =>
  new NablaError('argument', `${one} cannot be combined with ${other}. Leave one of the two out.`);

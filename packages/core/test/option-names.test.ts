import { describe, expect, it } from 'vitest';
import { checkOptionNames, nearestName } from '../src/validation/option-names.js';

describe('nearestName', () => {
  const known = ['seed', 'wasm', 'quick', 'float32', 'learningRate'];

  it.each([
    ['sed', 'seed'],
    ['sseed', 'seed'],
    ['qick', 'quick'],
    ['wams', 'wasm'],
    ['float23', 'float32'],
    ['LearningRate', 'learningRate'],
    ['learning-rate', 'learningRate'],
    ['seed', 'seed'],
  ])('of %j is %j', (name, expected) => {
    expect(nearestName(name, known)).toBe(expected);
  });

  it.each(['banana', '', 'sunder', 'wxyz'])('of %j is none', (name) => {
    expect(nearestName(name, known)).toBeUndefined();
  });

  it('is none of the long names, which would take minutes to compare', () => {
    const [name, long] = ['x'.repeat(64), 'x'.repeat(100_000)];
    expect(nearestName(name, [`${name}y`])).toBe(`${name}y`);
    expect(nearestName(`${name}y`, [name])).toBeUndefined();
    expect(nearestName(long, [`${long}y`])).toBeUndefined();
    expect(nearestName('b', ['a'.repeat(2 ** 28)])).toBeUndefined();
  });

  it('is the first of those that are equally near', () => {
    expect(nearestName('aab', ['aaa', 'aac'])).toBe('aaa');
  });
});

describe('checkOptionNames', () => {
  it('takes known names, whatever their values, and none', () => {
    checkOptionNames('createBackend', {}, ['threads']);
    checkOptionNames('createBackend', { threads: undefined }, ['threads', 'maximumBytes']);
  });

  it.each([
    ['thread', "createBackend: unknown option 'thread'. Did you mean 'threads'? Known: threads, maximumBytes."],
    ['banana', "createBackend: unknown option 'banana'. Known: threads, maximumBytes."],
    ['constructor', "createBackend: unknown option 'constructor'. Known: threads, maximumBytes."],
  ])('refuses %j', (name, message) => {
    const options = { threads: 1, [name]: 2 };
    expect(() => checkOptionNames('createBackend', options, ['threads', 'maximumBytes'])).toThrow(
      expect.objectContaining({ code: 'argument', message }),
    );
  });
});

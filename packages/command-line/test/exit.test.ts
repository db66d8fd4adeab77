import { readFileSync } from 'node:fs';
import { NablaError } from '@nablajs/core';
import { CommanderError } from 'commander';
import { describe, expect, it } from 'vitest';
import { describeFailure, usageError, workError } from '../src/exit.js';

function caught(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  throw new Error('it did not throw');
}

describe('describeFailure', () => {
  it.each([
    [usageError('--epochs: no.\nReally.'), '--epochs: no. Really.', 2],
    [workError('the data is damaged.'), 'the data is damaged.', 1],
    [new NablaError('data', 'label 10 of example 3.'), 'label 10 of example 3.', 1],
    [new CommanderError(0, 'commander.version', '0.0.0'), '', 0],
    [
      new CommanderError(1, 'commander.unknownOption', "error: unknown option '--epoch'\n(Did you mean --epochs?)"),
      "unknown option '--epoch' (Did you mean --epochs?) See 'nabla --help'.",
      2,
    ],
    [new CommanderError(1, 'x', 'error: too many arguments'), "too many arguments. See 'nabla --help'.", 2],
    ['a text', 'unexpected failure: a text.', 1],
    [
      new TypeError('x is undefined'),
      'unexpected TypeError: x is undefined. Set NABLA_DEBUG=1 to see where it comes from.',
      1,
    ],
  ])('%s', (error, message, exitCode) => {
    expect(describeFailure(error)).toEqual({ message, exitCode });
  });

  it('recognises the errors of the file system', () => {
    const error = caught(() => readFileSync('no/such/file'));
    expect(describeFailure(error)).toEqual({
      message: 'no/such/file: no such file or folder; check the path.',
      exitCode: 1,
    });
  });

  it('recognises a full disk, which has no path', () => {
    const error = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
    expect(describeFailure(error)).toEqual({ message: 'the disk is full; free some space.', exitCode: 1 });
  });

  it('recognises a lack of memory', () => {
    const error = caught(() => new Float64Array(2 ** 53 - 1));
    expect(describeFailure(error).message).toMatch(/^not enough memory \(.*\)\. Use fewer hidden units/);
  });
});

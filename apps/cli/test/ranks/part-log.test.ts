import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { PartLog, RANKS_FOLDER } from '../../src/ranks/part-log.js';
import { temporaryFolder } from '../helpers/temporary-folder.js';

const HEADER = { rank: 1, ranks: 2, library: 'Fake MPI 1.2.3', host: 'here', threads: 1 };

it('writes who computes and the parts of each step, and appends after a resumption', () => {
  // On another machine the run's folder does not exist yet.
  const run = join(temporaryFolder(), 'run');
  const warnings: string[] = [];
  for (const step of [1, 2]) {
    const log = new PartLog(run, HEADER, (line) => warnings.push(line));
    log.write({ epoch: 1, step, parts: [4, 5, 6, 7] });
    log.close();
  }
  const lines = readFileSync(join(run, RANKS_FOLDER, 'rank-1.jsonl'), 'utf8')
    .trimEnd()
    .split('\n');
  const header = expect.objectContaining({ ...HEADER, pid: process.pid, started: expect.stringMatching(/Z$/) });
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    header,
    { epoch: 1, step: 1, parts: [4, 5, 6, 7] },
    header,
    { epoch: 1, step: 2, parts: [4, 5, 6, 7] },
  ]);
  expect(warnings).toEqual([]);
});

it('warns once if it cannot write', () => {
  const run = temporaryFolder();
  writeFileSync(join(run, RANKS_FOLDER), 'in the way');
  const warnings: string[] = [];
  const log = new PartLog(run, HEADER, (line) => warnings.push(line));
  for (const step of [1, 2]) log.write({ epoch: 1, step, parts: [0] });
  log.close();
  expect(warnings).toEqual([
    expect.stringMatching(/^cannot write the log of the parts: .*ranks.* Training continues without it\.$/),
  ]);
});

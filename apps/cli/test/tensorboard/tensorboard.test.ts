/**
 * Event files to the byte. Expected bytes are those of TensorBoard's own classes; scripts/check-tensorboard.mjs reads
 * whole files with it.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TrainEvent, TrainState } from '@nablajs/core';
import { describe, expect, it } from 'vitest';
import { crc32c, maskedCrc32c } from '../../src/tensorboard/crc32c.js';
import { EventFile, encodeRecord } from '../../src/tensorboard/event-file.js';
import { type EventContent, encodeEvent } from '../../src/tensorboard/event-message.js';
import { openTensorBoard, TensorBoardLog, type TensorBoardOptions } from '../../src/tensorboard/tensorboard-log.js';
import { epochEnd } from '../helpers/report-samples.js';
import { temporaryFolder } from '../helpers/temporary-folder.js';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

describe('CRC-32C', () => {
  it.each<[string, Iterable<number>, number]>([
    ['nothing', [], 0],
    ['123456789', Buffer.from('123456789'), 0xe3069283],
    // RFC 3720, B.4.
    ['32 bytes of 0', new Uint8Array(32), 0x8a9136aa],
    ['32 bytes of 255', new Uint8Array(32).fill(255), 0x62a8ab43],
    ['0 to 31', Uint8Array.from({ length: 32 }, (_, at) => at), 0x46dd794e],
  ])('of %s', (_what, bytes, crc) => {
    expect(crc32c(Uint8Array.from(bytes))).toBe(crc);
  });

  it('is masked in records', () => {
    expect(maskedCrc32c(Buffer.from('123456789'))).toBe(0xc78ab0e5);
    expect(hex(encodeRecord(Buffer.from('abc')))).toBe('0300000000000000b099490e6162636e57f121');
  });
});

describe('an event', () => {
  const scalars = new Map([
    ['loss/step', 0.1],
    ['é', Number.NaN],
    ['x'.repeat(200), -0],
  ]);
  it.each<[string, number, number, EventContent, string]>([
    [
      'a version',
      1700000000.25,
      0,
      { fileVersion: 'brain.Event:2' },
      '0900001040fc54d9411a0d627261696e2e4576656e743a32',
    ],
    ['a start', 1700000000.5, 300, { start: true }, '0900002040fc54d94110ac023a020801'],
    [
      'scalars',
      1,
      2 ** 40 + 5,
      { scalars },
      '09000000000000f03f108580808080202af0010a100a096c6f73732f7374657015cdcccc3d0a090a02c3a9150000c07f0ad0010ac801' +
        `${'78'.repeat(200)}1500000080`,
    ],
  ])('with %s is what TensorBoard writes', (_what, wallTime, step, content, expected) => {
    expect(hex(encodeEvent({ wallTime, step, content }))).toBe(expected);
  });
});

/** Reads the records of a file without their times, and verifies their checksums. */
function recordsIn(path: string): string[] {
  const records: string[] = [];
  let rest = readFileSync(path);
  while (rest.length > 0) {
    const length = Number(rest.readBigUInt64LE());
    const data = rest.subarray(12, 12 + length);
    expect(hex(encodeRecord(data))).toBe(hex(rest.subarray(0, 16 + length)));
    expect(data[0]).toBe(9);
    records.push(hex(data.subarray(9)));
    rest = rest.subarray(16 + length);
  }
  return records;
}

const recordOf = (step: number, content: EventContent): string =>
  hex(encodeEvent({ wallTime: 0, step, content }).subarray(9));

const scalarsAt = (step: number, scalars: Record<string, number>): string =>
  recordOf(step, { scalars: new Map(Object.entries(scalars)) });

const VERSION = recordOf(0, { fileVersion: 'brain.Event:2' });

/** Returns the records that these events write. */
function written(events: readonly TrainEvent[], options: Partial<TensorBoardOptions> = {}, folder = temporaryFolder()) {
  let rate = 1;
  const log = new TensorBoardLog(folder, { learningRate: () => (rate /= 2), warn: () => {}, ...options });
  for (const event of events) log.write(event);
  log.close();
  return recordsIn(join(folder, readdirSync(folder).sort().at(-1) as string));
}

const batch = (epoch: number, step: number, loss: number): TrainEvent => {
  return { type: 'batch', epoch, step, steps: 3, rows: 2, loss };
};

const evaluation = { rows: 2, loss: 0.5, classification: undefined, metrics: { f1: 0.75 } };

describe('a log', () => {
  it('has each step, each epoch and each validation, with the steps since the start', () => {
    const log = { loss: 4, val_loss: 5, val_accuracy: 0.25, val_f1: 0.5 };
    const events: TrainEvent[] = [
      { type: 'epoch-start', epoch: 1, epochs: 2, steps: 3 },
      batch(1, 1, 9),
      { type: 'validation', epoch: 1, step: 1, validation: evaluation },
      batch(2, 2, 8),
      { ...epochEnd(2, 4, 1), log },
      { type: 'done', epochs: 2, steps: 6, loss: 4, seconds: 1, aborted: false },
    ];
    expect(written(events)).toEqual([
      VERSION,
      recordOf(1, { start: true }),
      scalarsAt(1, { 'loss/step': 9, learning_rate: 0.5 }),
      scalarsAt(1, { 'loss/validation': 0.5, 'f1/validation': 0.75 }),
      scalarsAt(5, { 'loss/step': 8, learning_rate: 0.25 }),
      scalarsAt(6, { 'loss/train': 4, 'loss/validation': 5, 'accuracy/validation': 0.25, 'f1/validation': 0.5 }),
    ]);
  });

  it('of a resumed run starts at the first step that is computed again, in a later file', () => {
    const state = {
      run: { examples: 5, batchSize: 2 },
      position: { steps: 5 },
      unreported: [{ step: 2, rows: 2, loss: 1 }],
    } as unknown as TrainState;
    const folder = temporaryFolder();
    expect(written([batch(2, 2, 7)], { state }, folder)[1]).toBe(recordOf(5, { start: true }));
    // Before the first event, the steps of an epoch come from the state.
    expect(written([epochEnd(2, 4, 1)], { state }, folder).at(-1)).toBe(scalarsAt(6, { 'loss/train': 4 }));
    const seconds = readdirSync(folder).map((name) => Number(/^events\.out\.tfevents\.(\d+)\./.exec(name)?.[1]));
    expect(seconds).toHaveLength(2);
    expect(Math.abs((seconds[1] as number) - (seconds[0] as number))).toBeGreaterThanOrEqual(1);
  });

  it('that cannot be written warns once, and training continues', () => {
    const warnings: string[] = [];
    const folder = temporaryFolder();
    const log = new TensorBoardLog(folder, { learningRate: () => 1, warn: (message) => warnings.push(message) });
    log.close();
    for (const step of [1, 2]) log.write(batch(1, step, 1));
    expect(warnings).toEqual([
      expect.stringMatching(`^cannot write events for TensorBoard to ${folder}: .*continues.$`),
    ]);
  });

  it('in a folder that cannot be created is a usage error', () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    expect(() => new TensorBoardLog(join(file, 'logs'), { learningRate: () => 1, warn: () => {} })).toThrow(
      expect.objectContaining({ exitCode: 2, message: expect.stringMatching(/^--tensorboard: .*file.*\.$/) }),
    );
  });
});

it("writes a new file to the run's folder, or to a named folder", () => {
  const warnings: string[] = [];
  const options = { learningRate: () => 1, warn: (message: string) => warnings.push(message) };
  const [run, named] = [temporaryFolder(), temporaryFolder()];
  expect(openTensorBoard(false, { folder: run, resumption: undefined }, options)).toBeUndefined();
  openTensorBoard(true, { folder: run, resumption: undefined }, options)?.close();
  openTensorBoard(named, { folder: run, resumption: undefined }, options)?.close();
  expect(readdirSync(run)).toEqual(['tensorboard']);
  expect(readdirSync(named)).toHaveLength(1);
  expect(warnings).toEqual([]);
  expect(openTensorBoard(true, undefined, options)).toBeUndefined();
  expect(warnings).toEqual([expect.stringContaining('Name a folder: --tensorboard FOLDER')]);
  mkdirSync(join(named, 'events.out.tfevents.9999999999.later.1'));
  const file = new EventFile(named);
  file.close();
  expect(file.path).toMatch(/events\.out\.tfevents\.10000000000\./);
});

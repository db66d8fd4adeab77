/** Draws networks during their training: data for the page's pictures. */
import { type DenseArray, dense, predict, type Sequential } from '@nablajs/core';
import { confusionMatrix } from '@nablajs/core/metrics';
import type { LabelledImages } from '@nablajs/datasets/portable';
import { digitAt } from '../digits/digit-images.js';
import { REACH } from './coordinates.js';
import { lookThrough } from './reading/look-through.js';
import type { Mistake, Picture, Surface } from './report.js';
import type { RunData } from './run-data.js';

/** How many mistakes are shown. */
const MISTAKES = 24;
/** The decision surface has this many cells in each direction. */
const SIDE = 64;

/** `predictions` are the classes of the validation data after the last epoch. */
export type Draw = (predictions: Int32Array | undefined) => Promise<Picture>;

/** Returns what draws a network with these data. */
export function drawing(network: Sequential, data: RunData): Draw {
  if (data.test !== undefined) return drawDigits(network, data.test);
  const truth = data.validation === undefined ? undefined : labelsOf(data.validation);
  const cells = data.points === undefined ? undefined : cellsOf();
  return async (predictions) => ({
    ...(cells !== undefined && { surface: await surfaceOf(network, cells, data.outputs) }),
    ...(truth !== undefined &&
      predictions !== undefined && {
        confusion: confusionMatrix(await truth, predictions, data.classes.length),
      }),
  });
}

async function labelsOf({ length, batch }: NonNullable<RunData['validation']>) {
  const { y } = await batch(Int32Array.from({ length }, (_, at) => at));
  return y.data;
}

/** Shows what the filters see of the first test digit, mistakes, and the confusion matrix. */
function drawDigits(network: Sequential, test: LabelledImages): Draw {
  const example = digitAt(test, 0).slice();
  const pixels = Float32Array.from(example, (byte) => byte / 255);
  return async (predictions) => {
    const { filters } = await lookThrough(network, dense(pixels, [1, ...network.inputShape]));
    if (predictions === undefined) return { example, filters };
    const confusion = confusionMatrix(test.labels, predictions, 10);
    return { example, filters, confusion, mistakes: mistakesOf(test, predictions) };
  };
}

function mistakesOf(test: LabelledImages, predictions: Int32Array): Mistake[] {
  const wrong = Array.from(predictions.keys()).filter((index) => predictions[index] !== test.labels[index]);
  return wrong.slice(0, MISTAKES).map((index) => ({
    pixels: digitAt(test, index).slice(),
    truth: test.labels[index] as number,
    answer: predictions[index] as number,
  }));
}

/** The centres of the surface's cells, [SIDE * SIDE, 2], from the top left. */
function cellsOf(): DenseArray {
  const middle = (cell: number): number => REACH * ((2 * cell + 1) / SIDE - 1);
  const cells = Float32Array.from({ length: 2 * SIDE * SIDE }, (_, at) => {
    const cell = at >> 1;
    return at % 2 === 0 ? middle(cell % SIDE) : -middle(Math.floor(cell / SIDE));
  });
  return dense(cells, [SIDE * SIDE, 2]);
}

async function surfaceOf(network: Sequential, cells: DenseArray, classes: number): Promise<Surface> {
  const { data } = await predict(network, cells, { activation: 'softmax' });
  return { side: SIDE, classes, probabilities: data as Float32Array };
}

/**
 * An LSTM forecasts how much power a town needs on the next day, from the week before. The series is generated: days,
 * weekends, seasons and weather that changes slowly. The last quarter is held out, and the forecasts for it are
 * compared with two naive ones: as the day before, and as a week before.
 *
 *     node sequences/forecast.js
 */
import { createBackend } from '@nablajs/backend-wasm';
import { Adam, Dense, dense, fit, MeanSquaredError, predict, Random, Sequential } from '@nablajs/core';
import { CosineDecay } from '@nablajs/core/schedules';
import { arrayDataset } from '@nablajs/datasets';
import { LSTM } from '@nablajs/sequences';
import '../support/pipe.js';
import { scatter } from '../support/text.js';

const seed = 1;
/** A value for every three hours: so many make a day and a week. */
const [day, week] = [8, 7 * 8];

const isWeekend = (/** @type {number} */ at) => Math.floor(at / day) % 7 >= 5;

/** Returns megawatts for so many days. @param {number} days */
function powerOf(days) {
  const random = new Random(seed);
  let weather = 0;
  return Float32Array.from({ length: days * day }, (_, at) => {
    const today = Math.floor(at / day);
    const hours = 20 * Math.sin((2 * Math.PI * (at % day)) / day - 2);
    const season = 10 * Math.cos((2 * Math.PI * today) / 365);
    weather = 0.95 * weather + 1.2 * random.normal();
    return (isWeekend(at) ? 80 : 100) + hours + season + weather + random.normal();
  });
}

const power = powerOf(2 * 365);
const border = Math.floor(0.75 * power.length);
const known = power.subarray(0, border);
const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
const deviation = Math.sqrt(known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / known.length);
const scaled = power.map((value) => (value - mean) / deviation);

/**
 * Returns weeks [n, week, 2] and the days after them [n, day], which begin at these places. Beside each value of a week
 * is whether it is a weekend a day later: a calendar knows.
 *
 * @param {number[]} starts
 */
function examplesAt(starts) {
  const x = starts.flatMap((start) =>
    Array.from({ length: week }, (_, at) => start - week + at).flatMap((at) => [
      scaled[at] ?? Number.NaN,
      isWeekend(at + day) ? 1 : 0,
    ]),
  );
  const y = starts.flatMap((start) => Array.from(scaled.subarray(start, start + day)));
  return {
    x: dense(Float32Array.from(x), [starts.length, week, 2]),
    y: dense(Float32Array.from(y), [starts.length, day]),
  };
}

/** @param {number} from @param {number} to @param {number} every */
const places = (from, to, every) =>
  Array.from({ length: Math.ceil((to - from) / every) }, (_, at) => from + at * every);

// Training sees every second place. A forecast for the held-out days is made at midnight, for the whole day.
const train = examplesAt(places(week, border - day, 2));
const midnights = places(Math.ceil(border / day) * day, power.length, day);
const test = examplesAt(midnights);

const backend = await createBackend();
const model = new Sequential(backend, { inputShape: [week, 2], layers: [new LSTM(32), new Dense(day)], seed });
await fit(model, arrayDataset(train.x, train.y), {
  loss: new MeanSquaredError(),
  optimizer: new Adam({ learningRate: 0.01 }),
  schedule: new CosineDecay(),
  epochs: 12,
  batchSize: 64,
  seed,
});
const { data } = await predict(model, test.x);
const forecast = Array.from(data, (value) => value * deviation + mean);

const truth = midnights.flatMap((start) => Array.from(power.subarray(start, start + day)));
const before = (/** @type {number} */ values) =>
  midnights.flatMap((start) => Array.from(power.subarray(start - values, start - values + day)));
/** The mean absolute error. @param {number[]} values */
const errorOf = (values) =>
  values.reduce((sum, value, at) => sum + Math.abs(value - (truth[at] ?? Number.NaN)), 0) / values.length;

const [network, naive] = [errorOf(forecast), errorOf(before(week))];
console.log(`${midnights.length} days that it has not seen, in megawatts off on average:`);
console.log(`  as a week before    ${naive.toFixed(2)}`);
console.log(`  as the day before   ${errorOf(before(day)).toFixed(2)}`);
console.log(`  the LSTM            ${network.toFixed(2)}`);

console.log('\nThe last week (.) and its forecasts (o):');
const x = Array.from({ length: week }, (_, at) => at / day);
console.log(
  scatter([
    { mark: '.', x, y: truth.slice(-week) },
    { mark: 'o', x, y: forecast.slice(-week) },
  ]),
);

model.dispose();
await backend.dispose();

export { forecast, naive, network, truth, week };

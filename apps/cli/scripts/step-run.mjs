// Trains two networks against each other, with a step of its own, in parts and with checkpoints. Goes on from the last
// checkpoint in RUN, if there is one. kill-runs.mjs kills it.
//
//   node apps/cli/scripts/step-run.mjs wasm|ts RUN OUT
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openCheckpointFolder, save } from '@nablajs/checkpoint';
import { loadBackend } from '@nablajs/command-line';
import {
  Adam,
  addMeans,
  BinaryCrossEntropy,
  Chain,
  clipByNorm,
  Dense,
  Dropout,
  dense,
  fill,
  fit,
  named,
  Random,
  ReLU,
  Sequential,
  stopGradient,
  withLogs,
} from '@nablajs/core';
import { ModelCheckpoint, resumeFrom } from '@nablajs/core/callbacks';
import { CosineDecay } from '@nablajs/core/schedules';
import { arrayDataset } from '@nablajs/datasets';

const [backendName, run, out] = process.argv.slice(2);
const { backend } = await loadBackend({ backend: backendName, backendOptions: {}, projectFolder: '.' });
const painter = new Chain([new Dense(32), new ReLU(), new Dense(2)]);
const judge = new Chain([new Dense(32), new ReLU(), new Dropout(0.2), new Dense(1)]);
const layers = [named('painter', painter), named('judge', judge)];
const model = new Sequential(backend, { inputShape: [2], layers, seed: 1 });
const { config, dtype } = model;

const random = new Random(2);
const draw = () =>
  dense(
    Float32Array.from({ length: 1200 }, () => random.normal()),
    [600, 2],
  );
const data = arrayDataset(draw(), draw());

const loss = new BinaryCrossEntropy();
function step({ inputs: [noise], targets: real }, { context }) {
  const fake = context.run('painter', painter, noise);
  const rated = (points, from, label) => {
    const logits = from.run('judge', judge, points);
    return loss.compute(logits, fill(backend, logits.shape, label, logits.dtype));
  };
  const judged = addMeans(rated(real, context, 1), rated(stopGradient(fake), context, 0));
  const painted = rated(fake, context.frozen, 1);
  return withLogs(addMeans(judged, painted), { judged, painted });
}

mkdirSync(run, { recursive: true });
const store = await openCheckpointFolder(join(run, 'checkpoints'), { keep: 2 });
const checkpoint = (await store.list()).at(-1)?.name ?? null;
const resume = checkpoint && resumeFrom((await store.load(checkpoint)).state);
const events = join(run, 'events.jsonl');
/** Keeps the events before the checkpoint, and notes how many steps come again. */
async function goOn(training) {
  if (resume) await resume(training);
  const lines = existsSync(events) ? readFileSync(events, 'utf8').split('\n').slice(0, -1) : [];
  const kept = lines.slice(0, training.steps);
  writeFileSync(events, kept.map((line) => `${line}\n`).join(''));
  const resumption = { checkpoint, again: { steps: lines.length - kept.length } };
  if (lines.length > 0) appendFileSync(join(run, 'resumptions.jsonl'), `${JSON.stringify(resumption)}\n`);
}
const saver = new ModelCheckpoint({
  everySteps: 9,
  waitForSave: true,
  save: async (state) => void (await store.save(state, { model: { config, dtype } })),
});
await fit(model, data, {
  ...{ loss, step, optimizer: new Adam({ learningRate: 0.001 }), epochs: 60, batchSize: 50, parts: 4, seed: 3 },
  ...{ schedule: new CosineDecay(), transforms: [clipByNorm(1)], callbacks: [saver], resume: goOn },
  onEvent: (event) => event.type === 'batch' && appendFileSync(events, `${JSON.stringify(event)}\n`),
});
await save(model, out);
await store.close();
await backend.dispose();

import { openAsBlob } from 'node:fs';
import {
  AdamW,
  Dense,
  Dropout,
  evaluate,
  fit,
  MeanSquaredError,
  Random,
  ReLU,
  Sequential,
  SoftmaxCrossEntropy,
} from '@nablajs/core';
import { EarlyStopping } from '@nablajs/core/callbacks';
import { learnForm, scanTable, split, tableDataset } from '@nablajs/datasets';
import { createBackend } from '../../packages/backend-ts/dist/index.js';

const backend = await createBackend();
const cfg = JSON.parse(process.argv[2] ?? '{}');
const {
  hidden = [64],
  lr = 0.003,
  wd = 0.01,
  epochs = 200,
  patience = 20,
  validation = 0.1,
  batch = 32,
  dropout = 0,
} = cfg;
const out = {};
for (const [name, target] of [
  ['iris', 'species'],
  ['wine', 'class'],
  ['cancer', 'diagnosis'],
  ['diabetes', 'progression'],
]) {
  const scores = [];
  const eps = [];
  const t = performance.now();
  for (let seed = 0; seed < 10; seed++) {
    const blob = await openAsBlob(`/work/tmp/csv/${name}.csv`);
    const scan = await scanTable(blob, { target });
    const { form } = learnForm(scan);
    const all = await tableDataset(scan, form);
    const held = split(all, 0.2, new Random(1000 + seed), { labels: all.labels });
    // note: scales learned on all rows here (small leak, for choosing defaults only)
    let train = held.train,
      val;
    if (validation > 0) {
      const labels =
        form.target.kind === 'class'
          ? train.batch(Int32Array.from({ length: train.length }, (_, i) => i)).y.data
          : undefined;
      const s = split(train, validation, new Random(seed), { labels });
      train = s.train;
      val = s.test;
    }
    const cls = form.target.kind === 'class';
    const layers = [
      ...hidden.flatMap((u) => [new Dense(u), new ReLU(), ...(dropout ? [new Dropout(dropout)] : [])]),
      new Dense(cls ? form.target.values.length : 1),
    ];
    const model = new Sequential(backend, { inputShape: all.inputShape, layers, seed });
    const loss = cls ? new SoftmaxCrossEntropy() : new MeanSquaredError();
    const optimizer = new AdamW({ learningRate: lr, weightDecay: wd });
    const r = await fit(model, train, {
      loss,
      optimizer,
      epochs,
      batchSize: batch,
      seed,
      ...(val && { validation: val }),
      callbacks: val && patience ? [new EarlyStopping({ patience })] : [],
    });
    eps.push(r.epochs ?? 0);
    const e = await evaluate(model, held.test, { loss });
    if (cls) scores.push(e.classification.accuracy);
    else {
      // r2
      const { y } = await held.test.batch(Int32Array.from({ length: held.test.length }, (_, i) => i));
      const m = y.data.reduce((a, b) => a + b) / y.data.length;
      const ss = y.data.reduce((a, b) => a + (b - m) ** 2, 0) / y.data.length;
      scores.push(1 - e.loss / ss);
    }
    model.dispose();
    optimizer.dispose?.();
  }
  out[name] =
    `${(scores.reduce((a, b) => a + b) / 10).toFixed(4)} min ${Math.min(...scores).toFixed(3)} ep ${(eps.reduce((a, b) => a + b) / 10).toFixed(0)} ${((performance.now() - t) / 1000).toFixed(1)}s`;
}
console.log(JSON.stringify(cfg), JSON.stringify(out, null, 1));

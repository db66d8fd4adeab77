import { expect, test } from 'vitest';
import type { FineTuneEvent, FineTuneOptions, FineTuneState } from '../src/index.js';
import { convnetForTests, images, type Tuned, tuned } from './networks.js';

const convnet = convnetForTests();

const data = { train: images(24, 1), validation: images(12, 2) };
const options = { outputs: 3, epochs: 2, batchSize: 12, seed: 5, learningRate: 1, factor: 1 };

interface Result extends Tuned {
  readonly states: FineTuneState[];
}

/** Runs until the signal stops it at the first event that `stops` accepts. */
async function run(own: Partial<FineTuneOptions>, stops: (event: FineTuneEvent) => boolean): Promise<Result> {
  const stopping = new AbortController();
  const states: FineTuneState[] = [];
  const save = (state: FineTuneState): void => void states.push(state);
  const made = await tuned(
    convnet.backend,
    convnet.features,
    data,
    { ...options, ...own, signal: stopping.signal, save },
    (event) => void (stops(event) && stopping.abort()),
  );
  made.last.network.dispose();
  return { ...made, states };
}

test.each([
  ['in front of blocks', 1, 0, 'train'],
  ['for the validation data', false, 0, 'validation'],
  ['in front of a stage after the head', 'auto', 1, 'train'],
] as const)(
  'the signal stops features %s, and the run goes on with the same bits',
  async (_where, unfreeze, at, of) => {
    const whole = await run({ unfreeze, epochs: 6 }, () => false);
    // The first time that features are computed is for stage 0: a later stage goes on from its state.
    const begun = whole.states.find(({ stage, training }) => stage === at && training === undefined);
    const stopped = await run(
      { unfreeze, epochs: 6, resume: begun },
      (event) => event.type === 'features' && event.of === of,
    );
    const computed = stopped.events.flatMap((event) => (event.type === 'features' ? [[event.stage, event.of]] : []));
    const before = [
      [at, 'train'],
      [at, 'train'],
    ];
    expect(computed).toEqual([...(of === 'validation' ? before : []), [at, of]]);
    const rest = stopped.events.slice(computed.length);
    expect(rest.map(({ type }) => type)).toEqual(['stage-start', 'done', 'fine-tuned']);
    expect([stopped.last.aborted, stopped.last.stages.length]).toEqual([true, at]);
    expect(stopped.states.map(({ stage, training }) => [stage, training?.position.steps])).toEqual([[at, 0]]);
    const again = await run({ unfreeze, epochs: 6, resume: stopped.states[0] }, () => false);
    expect(again.weights).toEqual(whole.weights);
    expect(again.last.stages).toEqual(whole.last.stages);
  },
);

test('a run that stops while it computes features again keeps the state of its stage', async () => {
  const whole = await run({ unfreeze: 1 }, () => false);
  const [first] = whole.states;
  const stopped = await run({ unfreeze: 1, resume: first }, ({ type }) => type === 'features');
  expect(stopped.states.map(({ training }) => training?.position.steps)).toEqual([2]);
  const again = await run({ unfreeze: 1, resume: stopped.states[0] }, () => false);
  expect(again.weights).toEqual(whole.weights);
});

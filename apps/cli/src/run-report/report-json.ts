/** The data of a report, for programs. */
import type { ReadRun } from './read/read-run.js';

/** Returns one JSON object, which `apps/cli/README.md` documents. */
export const reportJson = (file: string, runs: readonly ReadRun[]): object => ({
  event: 'report',
  file,
  runs: runs.map(runJson),
});

function runJson({ folder, record, events, trials, rates, results, firstLayer, problems }: ReadRun): object {
  const { status, epochs, plannedEpochs = null, steps, stepsPerEpoch = null, stepLosses, stages } = events;
  return {
    run: folder,
    status,
    started: record.started,
    ...{ plannedEpochs, steps, stepsPerEpoch },
    epochs: epochs.map(({ epoch, seconds = null, rows = null, values }) => ({
      ...{ epoch, seconds, rows },
      values: Object.fromEntries(values),
    })),
    stepLosses: stepLosses.map(({ step, loss }) => [step, loss]),
    learningRates: rates?.map(({ step, rate }) => [step, rate]) ?? null,
    ...(trials.length > 0 && { trials }),
    ...(stages.length > 0 && { stages }),
    results: results ?? null,
    firstLayer:
      firstLayer === undefined
        ? null
        : {
            height: firstLayer.height,
            width: firstLayer.width,
            channels: firstLayer.channels,
            units: firstLayer.units,
          },
    problems,
    config: record.config,
    environment: record.environment,
  };
}

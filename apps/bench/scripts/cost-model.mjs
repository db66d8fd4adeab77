/**
 * Measures how long training steps take on several ranks, and predicts them by a model: `node cost-model.mjs --help`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { Command } from 'commander';
import { measureAll } from './cost-model/measure.mjs';
import { fitSums, predictHere } from './cost-model/model.mjs';

const program = new Command('cost-model.mjs').description(
  'A model of how long training steps take on several ranks. Needs a build, MPI, and the addon (nabla-mpi build).',
);

program
  .command('measure')
  .description('measures sums and training steps on this machine; takes minutes')
  .argument('<file>', 'where to write the measurements, as JSON')
  .option('--mpirun <command>', 'with its arguments', 'mpirun')
  .action((file, { mpirun }) => {
    const measured = measureAll({ mpirun, note: (line) => process.stderr.write(`${line}\n`) });
    writeFileSync(file, `${JSON.stringify(measured, null, 2)}\n`);
    process.stdout.write(`${describe(measured)}\n`);
  });

program
  .command('page')
  .description('draws a page from the measurements')
  .argument('<file>', 'the measurements')
  .argument('<page>', 'where to write the page, as HTML')
  .action(async (file, page) => {
    const { costModelPage } = await import('./cost-model/page.mjs');
    writeFileSync(page, costModelPage(JSON.parse(readFileSync(file, 'utf8'))));
  });

program
  .command('chart')
  .description('draws the projection as one picture')
  .argument('<file>', 'the measurements')
  .argument('<picture>', 'where to write it, as SVG')
  .action(async (file, picture) => {
    const { speedChart } = await import('./cost-model/speed-chart.mjs');
    writeFileSync(picture, speedChart(JSON.parse(readFileSync(file, 'utf8'))));
  });

program.addHelpText(
  'after',
  `
Examples:
  $ node apps/bench/scripts/cost-model.mjs measure cost.json --mpirun 'mpirun --oversubscribe'
  $ node apps/bench/scripts/cost-model.mjs page cost.json cost.html
  $ node apps/bench/scripts/cost-model.mjs chart cost.json cost.svg`,
);

function describe(measured) {
  const sums = [2, 4].map((ranks) => {
    const { latency, perByte } = fitSums(measured.sums, ranks);
    return `sum on ${ranks} ranks: ${(1e3 * latency).toFixed(0)} µs and ${(1e6 * perByte).toFixed(2)} ms per MB`;
  });
  const steps = measured.workloads.flatMap((workload) =>
    workload.measured.map(({ ranks, milliseconds: [, real] }) => {
      const { step } = predictHere(measured, workload, ranks);
      return `${workload.title}, ${ranks} ranks: ${real.toFixed(2)} ms, predicted ${step.toFixed(2)} ms`;
    }),
  );
  return [...sums, ...steps, `load: ${measured.load.join(' before, ')} after`].join('\n');
}

program.parse();

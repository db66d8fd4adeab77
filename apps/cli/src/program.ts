/** What `nabla` takes: its commands, their flags and their help. */
import { Command } from 'commander';
import { backendsCommand } from './commands/backends.js';
import { configCommand } from './commands/config.js';
import { conformanceCommand } from './commands/conformance.js';
import { evaluateCommand } from './commands/evaluate.js';
import { exportCommand } from './commands/export.js';
import { gradcheckCommand } from './commands/gradcheck.js';
import { initCommand } from './commands/init.js';
import { inspectCommand } from './commands/inspect.js';
import { parityCommand } from './commands/parity.js';
import { predictCommand } from './commands/predict.js';
import { reportCommand } from './commands/report.js';
import { searchCommand } from './commands/search.js';
import { serveCommand } from './commands/serve.js';
import { trainCommand } from './commands/train.js';
import { addHelpBlocks, type HelpBlock, helpWidth, NARROWEST_DESCRIPTION } from './help-text.js';
import { ownVersion } from './own-version.js';

const HELP: readonly HelpBlock[] = [
  {
    title: 'Examples',
    rows: [
      ['$ nabla train', 'the original: all of MNIST, 250 full-batch epochs'],
      ['$ nabla train --preset quick', 'over 97.5 % in a few epochs'],
      ['$ nabla train --preset quick --out model && nabla evaluate model'],
      ['$ nabla train iris.csv --target species --out model && nabla predict model new.csv'],
      ['$ nabla search iris.csv --target species --try learningRate=0.0001..0.1', 'which settings are the best'],
      ['$ nabla init && nabla train', 'a config file for the data in this folder, then train with it'],
      ['$ nabla train --resume', 'go on with the newest run, wherever it ended'],
      ['$ nabla inspect model', 'its layers, weights, data and training'],
      ['$ nabla export model --out small --weights int8', 'a quarter of the bytes, and what that costs'],
      ['$ nabla report', 'the newest run as a page: curves, results, mistakes'],
      ['$ nabla backends', 'what can compute here'],
      ['$ nabla gradcheck', 'every gradient against finite differences'],
      ['$ nabla parity --backends ts,tfjs-node', 'one against another: operations, gradients, training'],
      ['$ nabla conformance --backend ts', 'what every backend must satisfy'],
    ],
  },
  'Exit codes: 0 done, 1 the work failed or a check did, 2 wrong usage, 130 stopped by Ctrl-C.',
];

/** `setCode` takes the exit code of a command that ran; `width`: columns of the help. */
export function createProgram(
  setCode: (code: number) => void,
  width: () => number = () => helpWidth(process.stdout),
): Command {
  const program = new Command('nabla')
    .description('Trains neural networks on your tables and images, in TypeScript, on any backend.')
    .version(ownVersion())
    .exitOverride()
    // Errors are printed once, by the caller.
    .configureOutput({ outputError: () => {}, getOutHelpWidth: width, getErrHelpWidth: width })
    .configureHelp({ minWidthToWrap: NARROWEST_DESCRIPTION });
  const commands = [
    initCommand(),
    configCommand(),
    trainCommand(setCode),
    searchCommand(setCode),
    evaluateCommand(setCode),
    predictCommand(setCode),
    serveCommand(setCode),
    reportCommand(),
    inspectCommand(setCode),
    exportCommand(setCode),
    backendsCommand(),
    gradcheckCommand(setCode),
    parityCommand(setCode),
    conformanceCommand(setCode),
  ];
  for (const command of commands) {
    program.addCommand(command.copyInheritedSettings(program));
  }
  return addHelpBlocks(program, HELP);
}

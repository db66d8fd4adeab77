/** The program `nabla`: its commands, their flags and their help. */
import { Command } from 'commander';
import { backendsCommand } from './commands/backends.js';
import { configCommand } from './commands/config.js';
import { conformanceCommand } from './commands/conformance.js';
import { embedCommand } from './commands/embed.js';
import { evaluateCommand } from './commands/evaluate.js';
import { exportCommand } from './commands/export.js';
import { generateCommand } from './commands/generate.js';
import { gradcheckCommand } from './commands/gradcheck.js';
import { importCommand } from './commands/import.js';
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
      ['$ nabla train', 'the only table or folder of images in this folder'],
      ['$ nabla train iris.csv --target species --out model && nabla predict model new.csv'],
      ['$ nabla train --preset quick --out model && nabla evaluate model', 'MNIST: over 97.5 % in a few epochs'],
      ['$ nabla train --preset seed', 'the original network: all of MNIST, 250 full-batch epochs'],
      ['$ nabla search iris.csv --target species --try learningRate=0.0001..0.1', 'find the best settings'],
      ['$ nabla init && nabla train', 'write a config for the data in this folder, then train with it'],
      ['$ nabla train book.txt --out model && nabla generate model --prompt "It is"', 'learn a text, and write'],
      ['$ nabla embed minilm texts.csv --out vectors.npy', 'turn texts into vectors of their meaning'],
      ['$ nabla train --resume', 'continue the newest run from its last checkpoint'],
      ['$ nabla inspect model', 'show layers, weights, data and training'],
      [
        '$ nabla export model --out small --weights int8',
        'save it in a quarter of the bytes, and measure what that costs',
      ],
      ['$ nabla export model --to onnx --out model.onnx --verify', 'save it for ONNX Runtime, and compare the outputs'],
      ['$ nabla import net.onnx --out model && nabla predict model x.npy', 'use a model of another library'],
      ['$ nabla report', 'write the newest run as a page: curves, results, mistakes'],
      ['$ nabla backends', 'list the backends, and which are installed'],
      ['$ nabla gradcheck', 'compare every gradient with finite differences'],
      ['$ nabla parity --backends ts,tfjs-node', 'compare two backends: operations, gradients, training'],
      ['$ nabla conformance --backend ts', 'check a backend against every conformance case'],
    ],
  },
  'Exit codes: 0 done, 1 the work or a check failed, 2 wrong usage, 130 stopped by Ctrl-C.',
];

/** Creates the program. `setCode` receives a command's exit code; `width` returns the width of the help in columns. */
export function createProgram(
  setCode: (code: number) => void,
  width: () => number = () => helpWidth(process.stdout),
): Command {
  const program = new Command('nabla')
    .description(
      'Train a neural network on your table, images or text, see how good it is, and predict or write with it.',
    )
    .version(ownVersion())
    .exitOverride()
    // The caller prints errors, once.
    .configureOutput({ outputError: () => {}, getOutHelpWidth: width, getErrHelpWidth: width })
    .configureHelp({ minWidthToWrap: NARROWEST_DESCRIPTION });
  const commands = [
    initCommand(),
    configCommand(),
    trainCommand(setCode),
    searchCommand(setCode),
    evaluateCommand(setCode),
    predictCommand(setCode),
    generateCommand(setCode),
    embedCommand(setCode),
    serveCommand(setCode),
    reportCommand(),
    inspectCommand(setCode),
    exportCommand(setCode),
    importCommand(setCode),
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

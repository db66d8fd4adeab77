import { resolve } from 'node:path';
import { EXIT, Output, usageError } from '@nablajs/command-line';
import { Command } from 'commander';
import { addHelpBlocks, type HelpBlock } from '../help-text.js';

const HELP: readonly HelpBlock[] = [
  `It shows the layers with their shapes and parameters, the data and the training that the model records, and its
  files. It computes nothing and reads no config file. The exit code is 1 if weights are NaN or infinite.`,
  {
    title: 'Examples',
    rows: [
      ['$ nabla inspect model'],
      ['$ nabla inspect runs/first', 'the best checkpoint of a run'],
      ['$ nabla inspect model --html model.html', 'the network as a picture, for a browser'],
      ['$ nabla inspect model --json | jq .weights.sha256'],
    ],
  },
];

interface Flags {
  readonly json?: boolean;
  readonly html?: string;
}

export function inspectCommand(setCode: (code: number) => void): Command {
  const command = new Command('inspect')
    .description('Show the layers, weights, data and training of a saved model.')
    .argument('<folder>', 'Folder of a model or of a run.')
    .option('--html <file>', 'Also write a page with a picture of the network.')
    .option('--json', 'Write one JSON line.');
  return addHelpBlocks(command, HELP).action(async (folder: string, { json = false, html }: Flags) => {
    if (folder === '') throw usageError('inspect: expected the folder of a model. Received an empty string.');
    const output = new Output({ json, quiet: false });
    const { inspectedModel } = await import('../inspect/inspected-model.js');
    const model = await inspectedModel(resolve(folder));
    const lines = json
      ? [(await import('../inspect/model-json.js')).modelJson(model)]
      : (await import('../inspect/model-text.js')).modelText(model);
    for (const line of lines) output.print(line);
    if (html !== undefined) {
      const { writeModelPage } = await import('../inspect/write-page.js');
      writeModelPage(resolve(html), model);
      output.note(`Wrote ${html}`);
    }
    for (const problem of model.problems) output.warn(problem);
    setCode(model.problems.length === 0 ? EXIT.ok : EXIT.failure);
  });
}

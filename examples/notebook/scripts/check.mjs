/**
 * Executes mnist.ipynb, and requires the outputs that are committed with it. A notebook with a cell that fails must
 * fail. With `--write` it replaces the committed outputs.
 *
 *     node examples/notebook/scripts/check.mjs [--write]
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { pythonWith } from '../../../scripts/peers/python-with.mjs';
import { errorsIn, execute, JUPYTER, NOTEBOOK, textOf, tidy } from './notebook.mjs';

const MOST_BYTES = 400_000;

const failing = { cell_type: 'code', execution_count: null, id: 'fails', metadata: {}, outputs: [] };

/** Runs the first cells and one that throws: quick, and enough to see whether an error ends the run. */
function checkFailure(notebook, python) {
  const head = notebook.cells.slice(0, 1 + notebook.cells.findIndex((cell) => cell.cell_type === 'code'));
  const source = "throw new Error('this cell must fail');";
  const { passed, words, executed } = execute({ ...notebook, cells: [...head, { ...failing, source }] }, python);
  if (passed && errorsIn(executed).length === 0) throw new Error('a cell that throws did not fail the run.');
  if (!passed && !words.includes('this cell must fail'))
    throw new Error(`the run failed for another reason:\n${words}`);
  console.log(passed ? 'A cell that throws leaves an error in its outputs.' : 'A cell that throws fails the run.');
}

function checkOutputs(notebook, committed, python) {
  const { passed, words, executed } = execute(notebook, python);
  if (!passed || errorsIn(executed).length > 0) throw new Error(`mnist.ipynb failed:\n${words}`);
  const text = textOf(tidy(executed, notebook));
  if (text.length > MOST_BYTES) throw new Error(`expected at most ${MOST_BYTES} bytes. Received ${text.length}.`);
  if (process.argv.includes('--write')) writeFileSync(NOTEBOOK, text);
  else if (text !== committed) throw new Error(`${difference(text, committed)}\nTo replace them, run it with --write.`);
  console.log(`mnist.ipynb: ${text.length} bytes, ${process.argv.includes('--write') ? 'written' : 'as committed'}.`);
}

function difference(text, committed) {
  const [lines, expected] = [text, committed].map((one) => one.split('\n'));
  const at = lines.findIndex((line, index) => line !== expected[index]);
  const [now, before] = [lines[at], expected[at]].map((line) => `${line}`.slice(0, 300));
  return `the outputs are not those that are committed. Line ${at + 1}: expected ${before}\nReceived ${now}`;
}

const python = pythonWith(JUPYTER, { variable: 'NABLA_JUPYTER_PYTHON', name: 'Jupyter', folder: 'nabla-jupyter' });
if (python !== undefined) {
  const committed = readFileSync(NOTEBOOK, 'utf8');
  const notebook = JSON.parse(committed);
  checkFailure(notebook, python);
  checkOutputs(notebook, committed, python);
}

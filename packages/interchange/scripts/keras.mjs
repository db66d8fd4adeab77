// Compares with Keras and TensorFlow.js: exports a network of every module, has the other side load it and compares
// outputs; lets Keras go on with trainings that go on here too; and runs nsfwjs' MobileNetV2. Needs the built packages
// (npm run build), Python 3 with venv, PyPI and npm. If something cannot be installed it says so, and exits with 1 if
// NABLA_REQUIRE_PEERS is 1. NABLA_KERAS_PYTHON names a Python that has keras, torch and h5py already.
//
//   node packages/interchange/scripts/keras.mjs [keras|tfjs|nsfwjs ...]
import { checkKeras } from './keras/check-keras.mjs';
import { checkNsfwjs } from './keras/check-nsfwjs.mjs';
import { checkTfjs } from './keras/check-tfjs.mjs';

const CHECKS = { keras: checkKeras, tfjs: checkTfjs, nsfwjs: checkNsfwjs };
const names = process.argv.slice(2);

for (const [name, check] of Object.entries(CHECKS)) {
  if (names.length > 0 && !names.includes(name)) continue;
  try {
    if (!(await check())) process.exitCode = 1;
  } catch (error) {
    if (error.code !== 'NOT_INSTALLED') throw error;
    console.error(`NOT CHECKED: ${error.message}`);
    if (process.env.NABLA_REQUIRE_PEERS === '1') process.exitCode = 1;
  }
}

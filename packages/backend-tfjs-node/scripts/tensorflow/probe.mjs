/** `node probe.mjs FOLDER` prints `TensorFlow VERSION` if the tfjs-node in that folder loads and computes. */
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(import.meta.url);
process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
// tfjs-node calls this function, which Node 22 warns about and Node 23 removed.
require('node:util').isNullOrUndefined = (value) => value === null || value === undefined;
try {
  const tf = require(join(process.argv[2], 'dist', 'index.js'));
  const [product] = tf.mul(tf.tensor1d([6]), tf.tensor1d([7])).dataSync();
  if (product !== 42) throw new Error(`it computes 6 x 7 = ${product}`);
  console.log(`TensorFlow ${tf.backend().binding.TF_Version}`);
} catch (error) {
  console.log(error.message.trim().split('\n')[0]);
  process.exitCode = 1;
}

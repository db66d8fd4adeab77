import { createRequire } from 'node:module';

const tf = createRequire(import.meta.url)('@tensorflow/tfjs');
await tf.setBackend('cpu');
const rows = Array.from({ length: 64 }, (_, row) => [Math.sin(row), Math.cos(row * row)]);
const model = tf.sequential({
  layers: [tf.layers.dense({ units: 16, activation: 'relu', inputShape: [2] }), tf.layers.dense({ units: 1 })],
});
model.compile({ optimizer: tf.train.sgd(0.1), loss: 'meanSquaredError' });
const { history } = await model.fit(tf.tensor(rows), tf.tensor(rows.map(([a]) => [a])), { epochs: 30, verbose: 0 });
const [first, last] = [history.loss[0], history.loss.at(-1)];
const cube = tf
  .grad((x) => x.mul(x).mul(x))(tf.scalar(2))
  .dataSync()[0];
let float64 = 'a tensor of float64 loses the last bits of 1 + 2^-40';
try {
  if (
    tf
      .tensor1d([1, 2 ** -40], 'float64')
      .sum()
      .dataSync()[0] > 1
  )
    throw new Error('it has float64 now');
} catch (error) {
  float64 = error.message;
}
const exported = Object.keys({ ...tf, ...tf.io }).filter((name) => /onnx/i.test(name));
if (exported.length > 0) throw new Error(`it exports ${exported}`);
const names = Object.keys(tf).length;

console.log(
  JSON.stringify({
    trains: [last < first ? 'Yes' : 'No', 'the loss falls in 30 epochs'],
    gradients: ['Yes', `the derivative of x³ at 2 is ${cube}`],
    float64: ['No', float64],
    onnxIn: ['No', `none of its ${names} exports is about ONNX`],
    onnxOut: ['No', `none of its ${names} exports is about ONNX`],
  }),
);

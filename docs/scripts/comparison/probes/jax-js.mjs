import { createRequire } from 'node:module';

// Globals of browsers and newer Nodes that it uses.
globalThis.navigator ??= { userAgent: 'Node.js' };
globalThis.Float16Array ??= class Float16Array {};
const jax = createRequire(import.meta.url)('@jax-js/jax');
await jax.init('wasm');
jax.defaultDevice('wasm');
const { numpy: np } = jax;
const [cube] = await jax
  .grad((x) => x.ref.mul(x.ref).mul(x))(np.array(2))
  .data();
const [sum] = await np.sum(np.array(new Float64Array([1, 2 ** -40]), { dtype: np.float64 })).data();

// Logistic regression, by hand: what it has are functions and their gradients.
const xs = () =>
  np.array([
    [1, 0],
    [0, 1],
    [1, 1],
    [-1, 0],
  ]);
const ys = () => np.array([1, 0, 1, 0]);
const loss = (w) => np.square(np.matmul(xs(), w).sub(ys())).mean();
let w = np.array([0, 0]);
const losses = [];
for (let step = 0; step < 30; step++) {
  const [value, gradient] = jax.valueAndGrad(loss)(w.ref);
  losses.push((await value.data())[0]);
  w = w.sub(gradient.mul(0.2));
}
const exported = Object.keys(jax);
if (exported.some((name) => /onnx/i.test(name))) throw new Error(`it exports ${exported}`);

console.log(
  JSON.stringify({
    trains: [
      losses.at(-1) < losses[0] ? 'Yes' : 'No',
      `the loss falls from ${losses[0].toFixed(3)} to ${losses.at(-1).toFixed(3)} in 30 steps`,
    ],
    gradients: ['Yes', `the derivative of x³ at 2 is ${cube}`],
    float64: [sum > 1 ? 'Yes' : 'No', '1 + 2^-40 keeps its last bits'],
    threads: ['No', `it starts them if there is a global Worker, which is ${typeof Worker} in Node`],
    onnxOut: ['No', `none of its ${exported.length} exports is about ONNX`],
  }),
);
process.exit();

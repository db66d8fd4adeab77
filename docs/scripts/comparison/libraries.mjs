/**
 * The libraries of docs/comparison.md: what is installed, and what their own documentation says about what this machine
 * cannot run. nabla's packages are those of the workspace.
 *
 * - `install`: npm packages for the rows about size
 * - `extra`: what the probe needs besides
 * - `page`, `wasm`: a program for a page, and the file of WebAssembly that it loads
 * - `quotes`: by row, the cell, a file of what was installed or of this repository, and a line in it
 */
const ORT_WEB = 'node_modules/onnxruntime-web/README.md';
const TFJS = 'node_modules/@tensorflow/tfjs/README.md';
const JAX = 'node_modules/@jax-js/jax/README.md';
const HF = 'node_modules/@huggingface/transformers/README.md';
const ORT_NODE = 'node_modules/onnxruntime-node/README.md';
const WEBGPU_OF_ORT =
  '| WebGPU            | ✔️<sup>\\[2]</sup>     | ✔️<sup>\\[3]</sup>     | ✔️                  | ❌                |';

export const LIBRARIES = [
  {
    name: 'nabla',
    install: ['@nablajs/core', '@nablajs/backend-wasm'],
    extra: ['@nablajs/datasets', '@nablajs/interchange', '@nablajs/checkpoint', '@nablajs/sequences'],
    page: `import { Dense, fit, ReLU, Sequential, SGD, SoftmaxCrossEntropy } from '@nablajs/core';
      import { createBackend } from '@nablajs/backend-wasm';
      console.log(Dense, fit, ReLU, Sequential, SGD, SoftmaxCrossEntropy, createBackend);`,
    wasm: 'node_modules/@nablajs/backend-wasm/dist/kernels.wasm',
    quotes: {
      webgpu: [
        'Yes',
        'packages/backend-webgpu/README.md',
        'float32 and int32 through WebGPU, in browsers, in Deno and in Node',
      ],
      cards: ['No', 'docs/what-nabla-does-not-do.md', 'No CUDA, ROCm, Metal or TPU.'],
      zoo: ['No', 'docs/what-nabla-does-not-do.md', 'has no collection of models, and downloads none'],
    },
  },
  {
    name: 'TensorFlow.js',
    install: ['@tensorflow/tfjs@4.22.0'],
    page: `import * as tf from '@tensorflow/tfjs'; console.log(tf.sequential, tf.layers.dense, tf.train.sgd);`,
    quotes: {
      webgpu: ['Yes', TFJS, '[TensorFlow.js WebGPU](/tfjs-backend-webgpu), WebGPU backend for the browser.'],
      threads: [
        'With tfjs-node',
        TFJS,
        '[TensorFlow.js Node](/tfjs-node), Node.js platform via TensorFlow C++ adapter.',
      ],
      cards: ['WebGL', TFJS, '[TensorFlow.js WebGL Backend](/tfjs-backend-webgl), WebGL backend for the browser.'],
      zoo: ['Yes', TFJS, 'Use TensorFlow.js model converters to run pre-existing TensorFlow models right'],
    },
  },
  {
    name: 'ONNX Runtime',
    install: ['onnxruntime-node@1.30.0', 'onnxruntime-web@1.30.0'],
    page: `import { InferenceSession } from 'onnxruntime-web'; console.log(InferenceSession);`,
    wasm: 'node_modules/onnxruntime-web/dist/ort-wasm-simd-threaded.wasm',
    quotes: {
      webgpu: ['Yes', ORT_WEB, WEBGPU_OF_ORT],
      cards: ['CUDA, DirectML, WebGL', ORT_NODE, 'Linux x64 can use CUDA and TensorRT.'],
      zoo: ['Any ONNX file', ORT_WEB, 'ONNX Runtime Web is a Javascript library for running ONNX models'],
    },
  },
  {
    name: 'transformers.js',
    install: ['@huggingface/transformers@4.3.2'],
    page: `import { pipeline } from '@huggingface/transformers'; console.log(pipeline);`,
    wasm: 'node_modules/onnxruntime-web/dist/ort-wasm-simd-threaded.asyncify.wasm',
    quotes: {
      webgpu: ['Yes', HF, "to run the model on your GPU (via WebGPU), you can do this by setting `device: 'webgpu'`"],
      float64: ['As ONNX Runtime', HF, 'Transformers.js uses [ONNX Runtime](https://onnxruntime.ai/) to run models'],
      threads: ['As ONNX Runtime', HF, 'Transformers.js uses [ONNX Runtime](https://onnxruntime.ai/) to run models'],
      cards: ['As ONNX Runtime', HF, 'Transformers.js uses [ONNX Runtime](https://onnxruntime.ai/) to run models'],
      zoo: [
        'Thousands',
        HF,
        'Transformers.js uses [hosted pretrained models](https://huggingface.co/models?library=transformers.js)',
      ],
      onnxIn: [
        'Yes',
        HF,
        '[convert](#convert-your-models-to-onnx) your pretrained PyTorch, TensorFlow, or JAX models to ONNX',
      ],
    },
  },
  {
    name: 'jax-js',
    install: ['@jax-js/jax@0.1.25'],
    page: `import { grad, jit, numpy } from '@jax-js/jax'; console.log(grad, jit, numpy);`,
    quotes: {
      webgpu: ['Yes', JAX, '| WebGPU backend                  | ✅         |'],
      cards: ['WebGL', JAX, '| WebGL backend                   | ✅         |'],
      zoo: ['No', JAX, '| Run ONNX models                 | 🟡 Partial |'],
      onnxIn: ['In part', JAX, '| Run ONNX models                 | 🟡 Partial |'],
    },
  },
  {
    name: 'brain.js',
    install: ['brain.js@1.6.1'],
    page: `import brain from 'brain.js'; console.log(brain.NeuralNetwork);`,
    quotes: {},
  },
];

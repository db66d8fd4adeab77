/** The libraries that nabla can be compared with. None is a dependency: they are found at run time. */
import type { WorkloadKind } from '../workloads/workload.js';

export const PEER_NAMES = [
  'tfjs-node',
  'tfjs-wasm',
  'tfjs-cpu',
  'jax-js',
  'tfjs-webgpu',
  'jax-js-webgpu',
  'ml-matrix',
  'brain.js',
  'onnxruntime-node',
  'onnxruntime-web',
  'numpy',
  'notebook',
  'scipy',
  'torch',
  'torch-avx2',
] as const;

export type PeerName = (typeof PEER_NAMES)[number];

export interface Peer {
  readonly name: PeerName;
  /** A description in one line. */
  readonly description: string;
  readonly language: 'node' | 'python';
  /** The module in `peers/node` or `peers/python`, without its extension. */
  readonly module: string;
  /** The required packages with their exact versions. The first is the peer itself. */
  readonly packages: Readonly<Record<string, string>>;
  /** Packages that are installed too but may be missing. */
  readonly optionalPackages?: Readonly<Record<string, string>>;
  /** Added to the environment of its process. */
  readonly environment?: Readonly<Record<string, string>>;
  /** `'native'` if it uses the processor's widest vectors, or the variant of backend-native that it is like. */
  readonly vectors?: string;
  /** The command that installs the peer. */
  readonly install: string;
  /** The kinds of workloads that it supports. It may still refuse a dtype or an operation. */
  readonly kinds: readonly WorkloadKind[];
}

const TFJS_VERSION = '4.22.0';
/** WebGPU in Node. */
const DAWN = { webgpu: '0.6.2' };
const NUMPY = { numpy: '2.4.6' };
const THREADPOOLCTL = { threadpoolctl: '3.8.0' };

const STARTUP = ['startup'] as const;
const TRAINING = ['train', 'memory'] as const;
const SEQUENCES = ['gpt', 'lstm', 'generate'] as const;
const ELEMENTWISE = ['binary', 'unary', 'reduce'] as const;
const ALL_BUT_CSR = [
  ...STARTUP,
  'matmul',
  ...ELEMENTWISE,
  'softmax',
  'sgd',
  'adam',
  ...TRAINING,
  'infer',
] as const satisfies readonly WorkloadKind[];

function peer(name: PeerName, rest: Omit<Peer, 'name' | 'install' | 'module'> & { readonly module?: string }): Peer {
  return { name, module: name, install: `nabla-bench install ${name}`, ...rest };
}

const TORCH: Omit<Peer, 'name' | 'install' | 'module'> = {
  description: 'PyTorch on the CPU, eager mode (several GB)',
  language: 'python',
  vectors: 'native',
  packages: { torch: '2.15.0', ...NUMPY },
  kinds: [...ALL_BUT_CSR, 'convnet', ...SEQUENCES, 'csr-matmul'],
};

export const PEERS: Readonly<Record<PeerName, Peer>> = {
  'tfjs-node': peer('tfjs-node', {
    description: "TensorFlow.js on TensorFlow's C library",
    language: 'node',
    vectors: 'native',
    packages: { '@tensorflow/tfjs-node': TFJS_VERSION },
    kinds: [...ALL_BUT_CSR, 'convnet', ...SEQUENCES],
  }),
  'tfjs-wasm': peer('tfjs-wasm', {
    description: 'TensorFlow.js on WebAssembly',
    language: 'node',
    packages: { '@tensorflow/tfjs-backend-wasm': TFJS_VERSION, '@tensorflow/tfjs': TFJS_VERSION },
    kinds: [...ALL_BUT_CSR, ...SEQUENCES],
  }),
  'tfjs-cpu': peer('tfjs-cpu', {
    description: 'TensorFlow.js in plain JavaScript',
    language: 'node',
    packages: { '@tensorflow/tfjs': TFJS_VERSION },
    kinds: [...ALL_BUT_CSR, 'convnet', ...SEQUENCES],
  }),
  'jax-js': peer('jax-js', {
    description: 'jax-js on WebAssembly, compiled by jit',
    language: 'node',
    packages: { '@jax-js/jax': '0.1.25' },
    kinds: [...ALL_BUT_CSR, 'convnet', ...SEQUENCES],
  }),
  'tfjs-webgpu': peer('tfjs-webgpu', {
    description: 'TensorFlow.js on a graphics card',
    language: 'node',
    packages: { '@tensorflow/tfjs-backend-webgpu': TFJS_VERSION, '@tensorflow/tfjs': TFJS_VERSION, ...DAWN },
    kinds: [...ALL_BUT_CSR, 'convnet'],
  }),
  'jax-js-webgpu': peer('jax-js-webgpu', {
    description: 'jax-js on a graphics card, compiled by jit',
    language: 'node',
    packages: { '@jax-js/jax': '0.1.25', ...DAWN },
    kinds: [...ALL_BUT_CSR, 'convnet', ...SEQUENCES],
  }),
  'ml-matrix': peer('ml-matrix', {
    description: 'matrices in plain JavaScript, float64',
    language: 'node',
    packages: { 'ml-matrix': '6.15.1' },
    kinds: [...STARTUP, 'matmul', ...ELEMENTWISE, ...TRAINING, 'infer'],
  }),
  'brain.js': peer('brain.js', {
    description: 'brain.js, inference only',
    language: 'node',
    module: 'brain',
    packages: { 'brain.js': '1.6.1' },
    kinds: [...STARTUP, 'infer'],
  }),
  'onnxruntime-node': peer('onnxruntime-node', {
    description: 'ONNX Runtime, inference only',
    language: 'node',
    vectors: 'native',
    packages: { 'onnxruntime-node': '1.30.0' },
    kinds: [...STARTUP, 'infer', 'generate'],
  }),
  'onnxruntime-web': peer('onnxruntime-web', {
    description: 'ONNX Runtime on WebAssembly, inference only',
    language: 'node',
    packages: { 'onnxruntime-web': '1.30.0' },
    kinds: [...STARTUP, 'infer', 'generate'],
  }),
  numpy: peer('numpy', {
    description: 'NumPy, the original algorithm written for speed',
    language: 'python',
    vectors: 'native',
    packages: NUMPY,
    optionalPackages: THREADPOOLCTL,
    kinds: ALL_BUT_CSR,
  }),
  notebook: peer('notebook', {
    description: 'the NumPy notebook that nabla began as, full batches only',
    language: 'python',
    vectors: 'native',
    packages: NUMPY,
    optionalPackages: THREADPOOLCTL,
    kinds: [...STARTUP, ...TRAINING],
  }),
  scipy: peer('scipy', {
    description: "SciPy's compressed sparse rows, full batches only",
    language: 'python',
    vectors: 'native',
    packages: { scipy: '1.17.1', ...NUMPY },
    optionalPackages: THREADPOOLCTL,
    kinds: [...STARTUP, 'csr-matmul', ...TRAINING],
  }),
  torch: peer('torch', TORCH),
  'torch-avx2': peer('torch-avx2', {
    ...TORCH,
    description: 'PyTorch on the CPU, limited to AVX2 where the processor has AVX-512',
    module: 'torch',
    vectors: 'avx2',
    environment: {
      ATEN_CPU_CAPABILITY: 'avx2',
      ONEDNN_MAX_CPU_ISA: 'AVX2',
      MKL_ENABLE_INSTRUCTIONS: 'AVX2',
    },
  }),
};

/** Every public function refuses an unknown option, and names it. A new type of options needs a call here. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as checkpoint from '@nablajs/checkpoint';
import * as conformance from '@nablajs/conformance';
import { describeConformance } from '@nablajs/conformance/vitest';
import * as core from '@nablajs/core';
import * as callbacks from '@nablajs/core/callbacks';
import { network } from '@nablajs/core/functional';
import * as metrics from '@nablajs/core/metrics';
import * as schedules from '@nablajs/core/schedules';
import { shards } from '@nablajs/core/shards';
import { createBackend } from '@nablajs/core/testing';
import { serveTraining, trainInWorker } from '@nablajs/core/worker';
import * as datasets from '@nablajs/datasets';
import * as finetune from '@nablajs/finetune';
import { gradcheck } from '@nablajs/gradcheck';
import * as interchange from '@nablajs/interchange';
import * as sequences from '@nablajs/sequences';
import * as tables from '@nablajs/tables';
import { expect, it } from 'vitest';
import { temporaryFolder } from './helpers/temporary-folder.js';

const PACKAGES = fileURLToPath(new URL('../../../packages/', import.meta.url));
/** Their options are for our own apps, or each has its own test: `createBackend` of every backend refuses them. */
const BACKENDS = ['ts', 'wasm', 'native', 'webgpu', 'tfjs-node'].map((name) => `backend-${name}`);
const LEFT_OUT = ['charts', 'command-line', ...BACKENDS];

/** No function takes these by themselves, but with an object that has more. */
const NOT_CHECKED: Readonly<Record<string, string>> = {
  CasesOptions: 'cases(backend) takes a backend',
  FromConfigOptions: 'networkFromConfig takes a loaded model',
  ConformanceErrorOptions: 'ErrorOptions of JavaScript',
  DialectOptions: 'a part of ScanOptions and ReadTableOptions',
  WindowOptions: 'a part of ConvOptions and PoolOptions',
  ParameterOptions: 'a part of SequentialOptions and NetworkOptions',
  MonitorOptions: 'a part of EarlyStoppingOptions and others',
  DecisionOptions: 'a part of ClassMetricOptions and others',
  TrainOptions: 'a part of FitOptions',
  OptimizerOptions: 'a part of AdamOptions and others',
  ConvolutionOptions: 'Conv1dOptions and Conv2dOptions',
  JsonValueOptions: 'internal',
  OnnxDataOptions: 'the second argument of writeOnnxFiles; see its call',
  EncoderOptions: 'a part of PretrainedOptions',
  MakeOptions: 'internal',
  ResolvedLoraOptions: 'LoraOptions with defaults',
  ResolvedEncoderOptions: 'what an Architecture gets',
  BatchOptions: 'internal',
  DifferentiateOptions: 'internal',
  DifferenceOptions: 'internal',
  TrainMembersOptions: 'internal',
  NaiveOptions: 'has no options; see its call',
};

const backend = await createBackend();
const model = new core.Sequential(backend, { inputShape: [2], layers: [new core.Dense(2)] });
const x = core.dense(Float32Array.of(1, 2), [1, 2]);
const data = datasets.arrayDataset(x, core.dense(Int32Array.of(1), [1]));
const tensor = core.tensor(backend, [[1, 2]]);
const image = core.tensor(backend, [[[[1]]]]);
const [loss, optimizer] = [new core.SoftmaxCrossEntropy(), new core.Adam()];
const scan = await datasets.scanTable(new Blob(['a,b\n1,2\n3,5\n4,7\n']), { target: 'b' });
const { form } = datasets.learnForm(scan);
const images = { images: new Uint8Array(2), labels: new Uint8Array(2), count: 2, height: 1, width: 1 };
const blob = new Blob(['a\n1\n']);
const state = {} as core.TrainState;

const LEARNED = {} as tables.LearnedTable;
const FEATURES = {} as finetune.Features;
const GRAPH: interchange.GraphModel = {
  ...{ name: '', inputs: [], outputs: [], nodes: [], constants: new Map(), opsets: { '': 21 }, functions: [] },
  metadata: {},
};

type Call = (options: never) => unknown;
const CALLS: Readonly<Record<string, Call | readonly Call[]>> = {
  AdadeltaOptions: (o) => new core.Adadelta(o),
  AdagradOptions: (o) => new core.Adagrad(o),
  AdamOptions: [(o) => new core.Adam(o), (o) => new core.AdamW(o)],
  AdamaxOptions: (o) => new core.Adamax(o),
  ArrayDatasetOptions: (o) => datasets.arrayDataset(x, x, o),
  BPEOptions: (o) => datasets.learnBPE('a', o),
  CharacterOptions: (o) => datasets.learnCharacters('a', o),
  SequenceDatasetOptions: (o) => datasets.sequenceDataset([], x, o),
  TextDatasetOptions: async (o) => datasets.textDataset('a', await datasets.createTokenizer({ type: 'bytes' }), o),
  WordOptions: (o) => datasets.learnWords([], o),
  AugmentOptions: (o) => datasets.augmented(datasets.imageDataset(images), o),
  BatchNormOptions: (o) => new core.BatchNorm(o),
  BatchesOptions: (o) => core.batches(model, data, o).next(),
  BinaryCrossEntropyOptions: (o) => new core.BinaryCrossEntropy(o),
  CSVLoggerOptions: (o) => new callbacks.CSVLogger(() => {}, o),
  ClassMetricOptions: [(o) => new metrics.Precision(o), (o) => new metrics.Recall(o), (o) => new metrics.F1(o)],
  CompareOptions: (o) => conformance.compareBackends(backend, backend, o),
  ConcatOptions: (o) => core.concat([tensor], o),
  LoadOptions: (o) => model.parameters.load(new Map(), o),
  ShareOptions: (o) => new core.Parameters().share(model.parameters, o),
  ContextOptions: (o) => new core.Context(new Map(), o),
  ConvOptions: (o) => core.conv2d(image, image, undefined, o),
  ConvTransposeOptions: (o) => core.convTranspose2d(image, image, undefined, o),
  Conv1dOptions: (o) => new core.Conv1d(1, 1, o),
  Conv2dOptions: (o) => new core.Conv2d(1, 1, o),
  ConvTranspose2dOptions: (o) => new core.ConvTranspose2d(1, 1, o),
  CosineDecayOptions: (o) => new schedules.CosineDecay(o),
  CsvDatasetOptions: (o) => datasets.csvDataset(blob, o),
  DecodeImageOptions: (o) => datasets.decodeImage(new Uint8Array(0), 'a.png', o),
  DenseOptions: (o) => new core.Dense(1, o),
  DescribeOptions: (o) => describeConformance('none', async () => backend, o),
  EarlyStoppingOptions: (o) => new callbacks.EarlyStopping(o),
  EnsembleOptions: (o) =>
    new tables.Ensemble({ ...(o as object), members: 1, hidden: [], outputs: 1, task: 'numbers' }),
  EmbeddingBagOptions: (o) => new sequences.EmbeddingBag(1, 1, o),
  EmbeddingOptions: (o) => new sequences.Embedding(1, 1, o),
  EncodeModelOptions: (o) => checkpoint.encodeModelFiles({} as never, o),
  EvaluateOptions: (o) => core.evaluate(model, data, { ...(o as object), loss }),
  ExponentialDecayOptions: (o) => new schedules.ExponentialDecay(o),
  ExponentialMovingAverageOptions: (o) => new callbacks.ExponentialMovingAverage(o),
  FitOptions: (o) => core.fit(model, data, { ...(o as object), loss, optimizer, epochs: 1 }),
  FormOptions: (o) => datasets.learnForm(scan, o),
  GeluOptions: [(o) => core.gelu(tensor, o), (o) => new core.GELU(o)],
  GradOptions: (o) => core.valueAndGrad(() => core.sum(tensor), [], o),
  GenerateOptions: (o) => sequences.generate(model, [0], o).next(),
  GPTOptions: (o) => new sequences.GPT(o),
  GRUOptions: (o) => new sequences.GRU(1, o),
  GradcheckOptions: (o) => gradcheck(model, x, o),
  IdxFolderOptions: (o) => datasets.loadIdxFolder('none', o),
  ImageDatasetOptions: (o) => datasets.imageDataset(images, o),
  ImageFolderOptions: (o) => datasets.imageFolderDataset('none', o),
  ImportOptions: (o) => checkpoint.importCheckpoint({} as never, new Uint8Array(0), o),
  LinearDecayOptions: (o) => new schedules.LinearDecay(o),
  LionOptions: (o) => new core.Lion(o),
  LoadCheckpointOptions: (o) => checkpoint.memoryCheckpoints().load('last', o),
  LoadModelOptions: (o) => checkpoint.loadModel('none', o),
  LoadNetworkOptions: (o) => checkpoint.load(backend, 'none', o),
  MatmulOptions: (o) => core.matmul(tensor, tensor, o),
  MetricOptions: [(o) => new metrics.MAE(o), (o) => new metrics.R2(o), (o) => new metrics.Accuracy(o)],
  MultiHeadAttentionOptions: (o) => new sequences.MultiHeadAttention(o),
  MnistOptions: (o) => datasets.loadMnistFiles('none', o),
  ModelCheckpointOptions: (o) => new callbacks.ModelCheckpoint({ ...(o as object), save: () => {} } as never),
  NAdamOptions: (o) => new core.NAdam(o),
  NetworkOptions: (o) => new core.Network(backend, new core.Dense(2), o),
  LayerNormOptions: [(o) => new core.LayerNorm(o), (o) => new core.RMSNorm(o)],
  NormOptions: (o) => new core.GroupNorm(1, o),
  OneCycleOptions: (o) => new schedules.OneCycle(o),
  PaddingMaskOptions: (o) => new sequences.PaddingMask(o),
  PassOptions: (o) => model.pass(tensor, tensor as never, loss as never, o),
  PoolOptions: [
    (o) => core.maxPool2d(image, 1, o),
    (o) => core.averagePool2d(image, 1, o),
    (o) => new core.MaxPool2d(1, o),
    (o) => new core.AveragePool2d(1, o),
  ],
  ClassWeightsOptions: (o) => core.withClassWeights(data, 'balanced', o),
  PositionEmbeddingOptions: (o) => new sequences.PositionEmbedding(1, o),
  PredictOptions: (o) => core.predict(model, x, o),
  CumsumOptions: (o) => core.cumsum(tensor, o),
  GatherOptions: (o) => core.gather(tensor, Int32Array.of(0), o),
  PoolingOptions: [(o) => new core.MaxPool1d(1, o), (o) => new core.AveragePool1d(1, o)],
  SeparableConv2dOptions: (o) => new core.SeparableConv2d(1, 1, o),
  GraphOptions: [(o) => new core.Graph(o), (o) => new core.Concat(o)],
  GraphNetworkOptions: (o) => network(backend, o),
  RMSpropOptions: (o) => new core.RMSprop(o),
  RecurrentOptions: [(o) => new sequences.SimpleRNN(1, o), (o) => new sequences.LSTM(1, o)],
  RotaryOptions: (o) => sequences.rotary(tensor, o),
  ReadIdxOptions: (o) => datasets.readIdxFile('none', o),
  ReadTableOptions: (o) => datasets.readTable(blob, { ...(o as object), name: 'a', form }).next(),
  ReduceLROnPlateauOptions: (o) => new callbacks.ReduceLROnPlateau(o),
  ReduceOptions: [(o) => core.max(tensor, o), (o) => core.min(tensor, o), (o) => core.argmax(tensor, o)],
  ResidualOptions: (o) => new core.Residual(new core.Dense(2), o),
  RunOptions: (o) => conformance.runConformance(backend, o),
  SGDOptions: (o) => new core.SGD(o),
  SaveCheckpointOptions: (o) => checkpoint.memoryCheckpoints().save(state, o),
  SaveNetworkOptions: (o) => checkpoint.save(model, 'none', o),
  SaveOptions: (o) => checkpoint.saveModel('none', {} as never, o),
  ScanOptions: (o) => datasets.scanTable(blob, o),
  SequentialOptions: (o) => new core.Sequential(backend, o),
  ServeOptions: (o) => serveTraining(o),
  ShardsOptions: (o) => shards(o),
  SoftmaxCrossEntropyOptions: (o) => new core.SoftmaxCrossEntropy(o),
  SoftmaxOptions: [(o) => core.softmax(tensor, o), (o) => core.logSoftmax(tensor, o)],
  SplitOptions: (o) => datasets.split(data, 0.5, new core.Random(0), o),
  StepDecayOptions: (o) => new schedules.StepDecay(o),
  StoreOptions: [(o) => checkpoint.memoryCheckpoints(o), (o) => checkpoint.openCheckpointFolder(temporaryFolder(), o)],
  SumOptions: [(o) => core.sum(tensor, o), (o) => core.mean(tensor, o)],
  TableDatasetOptions: (o) => datasets.tableDataset(scan, form, [], o),
  PredictRowsOptions: (o) => datasets.predictRows(model, form, [], o),
  TableEncoderOptions: (o) => new datasets.TableEncoder(form, o),
  LearnOptions: (o) => tables.learnTable(backend, { x, y: x }, o),
  EffectOptions: (o) => tables.columnEffect(form, { x, y: x }, LEARNED, 'a', async () => [], o),
  ImportanceOptions: (o) => tables.permutationImportance(backend, { x, y: x }, LEARNED, [], o),
  TransformerLayerOptions: [
    (o) => new sequences.TransformerEncoderLayer(o),
    (o) => new sequences.TransformerDecoderLayer(o),
  ],
  TrainTableOptions: (o) => tables.trainTable('a,b', o),
  ExportOnnxOptions: (o) => interchange.exportOnnx(model, o),
  ExportOptions: (o) => interchange.toGraphModel({ ...model, parameters: new Map(), inputShape: [2] }, o),
  GraphModuleOptions: (o) => interchange.graphModule(GRAPH, o),
  ImportOnnxOptions: (o) => interchange.importOnnx(backend, new Uint8Array(), o),
  ReadOnnxOptions: (o) => interchange.readOnnx(new Uint8Array(), o),
  RunGraphOptions: (o) => interchange.runGraph(backend, GRAPH, new Map(), o),
  ImportedNetworkOptions: (o) => interchange.importedNetwork(backend, {} as never, o),
  WriteNpzOptions: (o) => interchange.writeNpz(new Map(), o),
  ReadZipOptions: (o) => interchange.readZip(new Uint8Array(), o),
  WriteZipOptions: (o) => interchange.writeZip(new Map(), o),
  ReadKerasOptions: (o) => interchange.readKeras(new Uint8Array(), o),
  WriteKerasOptions: (o) => interchange.writeKeras({} as never, o),
  WriteTfjsOptions: (o) => interchange.writeTfjs({} as never, o),
  PretrainedOptions: (o) => interchange.loadPretrained(backend, {}, new Map(), o),
  ReadPretrainedOptions: (o) => interchange.readPretrained({}, new Map(), o),
  CacheFeaturesOptions: (o) => finetune.cacheFeatures(model, data, o),
  FineTuneOptions: (o) => finetune.fineTune(backend, FEATURES, { train: data }, o).next(),
  GradualUnfreezingOptions: (o) => new finetune.GradualUnfreezing([['a']], o),
  LearningRateOptions: (o) => finetune.learningRateGroups([], o),
  LoraOptions: (o) => new finetune.Lora(new core.Dense(2), { ...(o as object), rank: 1 }),
  SaveAdapterOptions: (o) => finetune.saveAdapter(model as never, o),
  EmbedTextsOptions: (o) => finetune.embedTexts(model, {} as never, [], o),
  PredictSequencesOptions: (o) => finetune.predictSequences(model, [], o),
  LoadStateDictOptions: (o) => interchange.loadStateDict(model, new Map(), o),
  ReadOptimizerOptions: (o) => interchange.readTorchOptimizer(model, new Map(), undefined, o),
  TopKAccuracyOptions: [(o) => new metrics.TopKAccuracy(o), (o) => new metrics.BinaryAccuracy(o)],
  WarmupOptions: (o) => new schedules.Warmup(o),
  WeightPenaltyOptions: (o) => new core.WeightPenalty(o),
  WorkerTrainOptions: (o) =>
    trainInWorker({ postMessage: () => {}, addEventListener: () => {} } as never, model, data as never, o).next(),
};

it.each(Object.entries(CALLS))('%s', async (_, calls) => {
  for (const call of [calls].flat()) {
    const refused = async (): Promise<unknown> => await call({ typo: 1 } as never);
    await expect(refused(), String(call)).rejects.toThrow(/unknown option 'typo'\..* Known: /);
  }
});

it('no options of a published package are left out', () => {
  const found = readdirSync(PACKAGES)
    .filter((name) => !LEFT_OUT.includes(name) && !isPrivate(name))
    .flatMap((name) =>
      readdirSync(`${PACKAGES}${name}/src`, { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.ts'))
        .map((file) => readFileSync(`${PACKAGES}${name}/src/${file}`, 'utf8'))
        .flatMap((source) => [...source.matchAll(/^export (?:interface|type) (\w+Options)\b/gm)].map(([, one]) => one)),
    );
  expect(found.length).toBeGreaterThan(70);
  expect(found.filter((name = '') => !(name in CALLS) && !(name in NOT_CHECKED))).toEqual([]);
});

const isPrivate = (name: string): boolean =>
  (JSON.parse(readFileSync(`${PACKAGES}${name}/package.json`, 'utf8')) as { private?: boolean }).private === true;

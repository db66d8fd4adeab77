export { type ArrayDatasetOptions, arrayDataset } from './array-dataset.js';
export { type IdxArray, parseIdx } from './idx.js';
export { MAX_IDX_BYTES, type ReadIdxOptions, readIdxFile } from './idx-file.js';
export {
  findIdxQuartet,
  type IdxFolderOptions,
  type IdxQuartet,
  type ImageFolder,
  loadIdxFolder,
  type QuartetPart,
} from './idx-folder.js';
export { CSR_DENSITY_LIMIT, type ImageDataset, type ImageDatasetOptions, imageDataset } from './image-dataset.js';
export type { LabelledImages } from './labelled-images.js';
export { loadMnistFiles, type MnistOptions } from './mnist.js';
export type { Normalisation } from './normalisation.js';
export { batches, type Permuter, subset, trainTestSplit } from './split.js';

export { MAX_IDX_BYTES, type ReadIdxOptions, readIdxFile } from './idx-file.js';
export {
  findIdxQuartet,
  type IdxFolderOptions,
  type IdxQuartet,
  type ImageFolder,
  loadIdxFolder,
  type QuartetPart,
} from './idx-folder.js';
export { type ImageFolderDataset, type ImageFolderOptions, imageFolderDataset } from './image-folder-dataset.js';
export { loadMnistFiles, type MnistOptions } from './mnist.js';
export * from './portable.js';

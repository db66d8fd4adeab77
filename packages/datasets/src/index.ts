export { MAX_IDX_BYTES, type ReadIdxOptions, readIdxFile } from './idx/idx-file.js';
export {
  findIdxQuartet,
  type IdxFolderOptions,
  type IdxQuartet,
  type ImageFolder,
  loadIdxFolder,
  type QuartetPart,
} from './idx/idx-folder.js';
export { loadMnistFiles, type MnistOptions } from './idx/mnist.js';
export type { SkippedFile } from './images/image-folder.js';
export { type ImageFolderDataset, type ImageFolderOptions, imageFolderDataset } from './images/image-folder-dataset.js';
export * from './portable.js';

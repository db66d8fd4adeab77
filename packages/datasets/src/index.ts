export { type ArrayDatasetOptions, arrayDataset } from './array-dataset.js';
export { type AugmentableImages, type AugmentOptions, augmented } from './augmented.js';
export { placementOf } from './centred.js';
export { type DecodeImageOptions, decodeImage, readImageHeader } from './decode-image.js';
export type { DecodedImage, OpaqueImage } from './decoded-image.js';
export { encodeImage } from './encode-image.js';
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
export { type ImageHeader, MAX_IMAGE_FILE_BYTES, MAX_IMAGE_PIXELS } from './image-file.js';
export { type ImageFolderDataset, type ImageFolderOptions, imageFolderDataset } from './image-folder-dataset.js';
export { type ImageForm, MAX_FORM_CLASSES, MAX_FORM_VALUES, type Placement, readImageForm } from './image-form.js';
export type { LabelledImages } from './labelled-images.js';
export { loadMnistFiles, type MnistOptions } from './mnist.js';
export type { Normalisation } from './normalisation.js';
export { batches, type Permuter, subset, trainTestSplit } from './split.js';

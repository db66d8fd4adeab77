/** What needs no Node.js: tables, images and arrays in memory. */
export { type ArrayDatasetOptions, arrayDataset } from './array-dataset.js';
export { type AugmentableImages, type AugmentOptions, augmented } from './augmented.js';
export { placementOf } from './centred.js';
export { type DecodeImageOptions, decodeImage, readImageHeader } from './decode-image.js';
export type { DecodedImage, OpaqueImage } from './decoded-image.js';
export { encodeImage } from './encode-image.js';
export { type IdxArray, parseIdx } from './idx.js';
export { CSR_DENSITY_LIMIT, type ImageDataset, type ImageDatasetOptions, imageDataset } from './image-dataset.js';
export { type ImageHeader, MAX_IMAGE_FILE_BYTES, MAX_IMAGE_PIXELS } from './image-file.js';
export { type ImageForm, MAX_FORM_CLASSES, MAX_FORM_VALUES, type Placement, readImageForm } from './image-form.js';
export type { LabelledImages } from './labelled-images.js';
export type { Normalisation } from './normalisation.js';
export { batches, type Split, type SplitOptions, split, subset } from './split.js';
export {
  type CsvDatasetOptions,
  csvDataset,
  type TableDataset,
  type TableDatasetOptions,
  tableDataset,
} from './table/csv-dataset.js';
export type { DialectOptions, TableDialect } from './table/dialect.js';
export { TableEncoder, type TableEncoderOptions } from './table/encode-table.js';
export {
  type FormOptions,
  type IgnoredColumn,
  type LearnedForm,
  learnForm,
  type TaskName,
} from './table/learn-form.js';
export { type OneHotEncoder, oneHotEncoder } from './table/one-hot-encoder.js';
export { readTableForm } from './table/read-form.js';
export { type ReadTableOptions, readTable, type TableRows } from './table/read-table.js';
export { type ScanOptions, scanTable, type TableScan } from './table/scan-table.js';
export { type Scale, Standardizer } from './table/standardizer.js';
export {
  type CategoryColumn,
  type InputColumn,
  inputNames,
  type NumberColumn,
  type TableForm,
  type TargetColumn,
} from './table/table-form.js';

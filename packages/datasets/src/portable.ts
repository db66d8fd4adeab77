/** Everything that works without Node.js: tables, images, text and arrays in memory. */
export { type ArrayDatasetOptions, arrayDataset } from './array-dataset.js';
export { ARRAY_TYPES, type ArrayForm, type ArrayPlace, type ArrayType, readArrayForm } from './arrays/array-form.js';
export { type AnyArray, fitArrays } from './arrays/fit-arrays.js';
export { type IdxArray, parseIdx } from './idx/idx.js';
export { type AugmentableImages, type AugmentOptions, augmented } from './images/augmented.js';
export { placementOf } from './images/centred.js';
export { type DecodeImageOptions, decodeImage, readImageHeader } from './images/codecs/decode-image.js';
export type { DecodedImage, OpaqueImage } from './images/codecs/decoded-image.js';
export { type ImageHeader, MAX_IMAGE_FILE_BYTES, MAX_IMAGE_PIXELS } from './images/codecs/image-file.js';
export { encodeImage } from './images/encode-image.js';
export {
  CSR_DENSITY_LIMIT,
  type ImageDataset,
  type ImageDatasetOptions,
  imageDataset,
} from './images/image-dataset.js';
export {
  type ImageForm,
  MAX_FORM_CLASSES,
  MAX_FORM_VALUES,
  type Placement,
  readImageForm,
} from './images/image-form.js';
export type { LabelledImages } from './images/labelled-images.js';
export type { Normalisation } from './images/normalisation.js';
export { type OneHotEncoder, oneHotEncoder } from './preprocessing/one-hot-encoder.js';
export type { RobustScale } from './preprocessing/robust-scale.js';
export { type Scale, Standardizer } from './preprocessing/standardizer.js';
export { type Split, type SplitOptions, split, subset } from './split.js';
export { daysOf, numberOf } from './table/cell.js';
export {
  type CsvDatasetOptions,
  csvDataset,
  type TableDataset,
  type TableDatasetOptions,
  tableDataset,
} from './table/csv-dataset.js';
export type { DialectOptions, TableDialect } from './table/dialect.js';
export { TableEncoder, type TableEncoderOptions, type UnknownCell } from './table/encode-table.js';
export { type CellEffect, explainRows } from './table/explain-rows.js';
export {
  type FormOptions,
  type IgnoredColumn,
  type LearnedForm,
  learnForm,
  type TaskName,
} from './table/learn-form.js';
export {
  type PredictRowsOptions,
  predictRows,
  type RankedClass,
  type RowPrediction,
  type TableRow,
} from './table/predict-rows.js';
export { readTableForm } from './table/read-form.js';
export { type ReadTableOptions, readTable, type TableRows } from './table/read-table.js';
export { type ScanOptions, scanTable, type TableScan } from './table/scan-table.js';
export { sentencesOf, textColumnOf } from './table/sentences/sentence-columns.js';
export type { DatePart } from './table/summary/date-parts.js';
export {
  type CategoryColumn,
  type InputColumn,
  indexInputs,
  inputNames,
  type NumberColumn,
  type NumberTarget,
  type SentenceColumn,
  type TableForm,
  type TargetColumn,
  type TextColumn,
  type TextInputs,
  textInputs,
  widthOf,
} from './table/table-form.js';
export { intervalOf, type TargetInterval, type TargetScale, targetOutput, targetValue } from './table/target.js';
export {
  createSentenceEncoder,
  MAX_SENTENCE_TOKENS,
  readSentenceForm,
  SentenceEncoder,
  type SentenceForm,
} from './text/sentences/sentence-form.js';
export { type SequenceDataset, type SequenceDatasetOptions, sequenceDataset } from './text/sequence-dataset.js';
export { utf16Of } from './text/text-blocks.js';
export { type TextDataset, type TextDatasetOptions, type TokenDataset, textDataset } from './text/text-dataset.js';
export { MAX_CONTEXT, readTextForm, type TextForm } from './text/text-form.js';
export { MAX_TEXT_TOKENS } from './text/token-array.js';
export { createTokenizer } from './text/tokenizers/create-tokenizer.js';
export {
  type AddedToken,
  MAX_TOKENIZER_JSON_BYTES,
  readTokenizerJson,
  type TokenizerJson,
  type TokenizerJsonForm,
} from './text/tokenizers/json/tokenizer-json.js';
export { type BPEOptions, learnBPE } from './text/tokenizers/learn-bpe.js';
export { type CharacterOptions, learnCharacters } from './text/tokenizers/learn-characters.js';
export type { TokenDecoder, TokenEncoder, Tokenizer, TokenSink } from './text/tokenizers/tokenizer.js';
export {
  type BPEForm,
  type ByteForm,
  type CharacterForm,
  MAX_TOKENS,
  readTokenizerForm,
  type TokenizerForm,
} from './text/tokenizers/tokenizer-form.js';
export {
  learnWords,
  MAX_WORDS,
  MAX_WORDS_OF_TEXT,
  readWordForm,
  WordEncoder,
  type WordForm,
  type WordOptions,
} from './text/words/word-form.js';

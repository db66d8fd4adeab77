/** The numbers of the fields of ONNX's messages: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto. */

export const MODEL = {
  irVersion: 1,
  producerName: 2,
  graph: 7,
  opsetImport: 8,
  metadata: 14,
  functions: 25,
} as const;

export const OPSET = { domain: 1, version: 2 } as const;

export const GRAPH = {
  node: 1,
  name: 2,
  initializer: 5,
  input: 11,
  output: 12,
  sparseInitializer: 15,
} as const;

export const NODE = { input: 1, output: 2, name: 3, type: 4, attribute: 5, domain: 7, overload: 8 } as const;

export const ATTRIBUTE = {
  name: 1,
  float: 2,
  int: 3,
  string: 4,
  tensor: 5,
  graph: 6,
  floats: 7,
  ints: 8,
  strings: 9,
  kind: 20,
  reference: 21,
} as const;

/** Kinds of attributes; also how the file numbers them. */
export const KINDS = {
  float: 1,
  int: 2,
  string: 3,
  tensor: 4,
  graph: 5,
  floats: 6,
  ints: 7,
  strings: 8,
} as const;

export const FUNCTION = {
  name: 1,
  input: 4,
  output: 5,
  attribute: 6,
  node: 7,
  opsetImport: 9,
  domain: 10,
  defaults: 11,
  overload: 13,
} as const;

export const VALUE = { name: 1, type: 2 } as const;
export const TYPE = { tensor: 1 } as const;
export const TENSOR_TYPE = { elements: 1, shape: 2 } as const;
export const SHAPE = { dimension: 1 } as const;
export const DIMENSION = { size: 1, name: 2 } as const;

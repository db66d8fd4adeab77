/** What a notebook shows: tensors, networks, curves of a training, evaluations, confusion matrices and images. */
export * from './classes.js';
export * from './display.js';
export * from './history.js';
export * from './pictures.js';

/** HDF5 files, read and written. */
export { readHdf5 } from './read-hdf5.js';
export type { Hdf5Group } from './tree.js';
export { writeHdf5 } from './write-hdf5.js';

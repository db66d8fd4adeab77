/** This package's version, which checkpoints record. Releases update it with scripts/write-version.mjs. */
export const VERSION = '0.1.0';

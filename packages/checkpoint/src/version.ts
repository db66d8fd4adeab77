/** Of this package, which a checkpoint names. Written by scripts/write-version.mjs when a release is versioned. */
export const VERSION = '0.0.0';

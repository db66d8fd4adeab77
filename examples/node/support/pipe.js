/** Import it, and `node xor.js | head -1` ends quietly when `head` has read enough, as other commands do. */
process.stdout.on('error', (/** @type {NodeJS.ErrnoException} */ error) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

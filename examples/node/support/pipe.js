/** Import this file, and `node xor.js | head -1` ends quietly when `head` has read enough, like other commands. */
process.stdout.on('error', (/** @type {NodeJS.ErrnoException} */ error) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

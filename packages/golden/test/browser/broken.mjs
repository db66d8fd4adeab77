// The script of a worker that fails.
throw new Error('broken');

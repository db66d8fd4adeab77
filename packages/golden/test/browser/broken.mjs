// The script of a worker that fails to start.
throw new Error('broken');

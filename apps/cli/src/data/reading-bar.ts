import { CountingBar, type Output } from '@nablajs/command-line';

/** Smaller files are read too fast for a progress bar. */
const LARGE_BYTES = 50e6;

/** `read` calls its argument with the number of bytes read so far. */
export async function withReadingBar<T>(
  { name, bytes }: { readonly name: string; readonly bytes: number },
  output: Output | undefined,
  read: (onProgress: (done: number) => void) => Promise<T>,
): Promise<T> {
  if (output === undefined || bytes < LARGE_BYTES) return await read(() => undefined);
  const megabytes = (count: number): number => Math.round(count / 1e6);
  if (!output.showsProgress) {
    output.note(`Reading ${name}, ${megabytes(bytes)} MB`);
    return await read(() => undefined);
  }
  const bar = new CountingBar(`MB of ${name}`);
  bar.resume();
  output.drawAround(bar);
  try {
    return await read((done) => bar.update(megabytes(done), megabytes(bytes)));
  } finally {
    output.clear();
  }
}

/** The two files that the backend needs besides its modules. */

export interface KernelFiles {
  /** The bytes of `kernels.wasm`. */
  kernels(): Promise<Uint8Array<ArrayBuffer>>;
  /** The script `worker.js`, for a thread of Node. */
  nodeWorker(): URL;
  /** A thread of a browser that runs the script `worker.js`. */
  webWorker(): Worker;
}

/** What to do where a file is not found. */
export const WHERE_FILES_ARE: string =
  "In a bundle, import '@nablajs/backend-wasm/inline', which brings its files with it; or say where the files are: " +
  'createBackend({ wasmUrl, workerUrl }).';

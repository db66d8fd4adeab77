/** The two files that the backend needs in addition to its modules. */

export interface KernelFiles {
  /** Loads the bytes of `kernels.wasm`. */
  kernels(): Promise<Uint8Array<ArrayBuffer>>;
  /** The URL of `worker.js` for a Node worker thread. */
  nodeWorker(): URL;
  /** Starts a web worker that runs `worker.js`. */
  webWorker(): Worker;
}

/** The remedy for a missing file, as the end of an error message. */
export const WHERE_FILES_ARE: string =
  "In a bundle, import '@nablajs/backend-wasm/inline', which includes its files; or pass the URLs of the files: " +
  'createBackend({ wasmUrl, workerUrl }).';

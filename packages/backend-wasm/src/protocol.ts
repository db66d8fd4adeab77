/** What the calling thread, the engine and the worker threads agree on. */

/** What ../assembly/index.ts exports. */
export interface KernelExports {
  begin(control: number, scratch: number): void;
  share(helpers: number, mayNap: boolean): void;
  start(kernel: number, items: number): void;
  finish(): void;
  serve(): void;
  end(): void;
}

/** What a worker thread receives when it starts. */
export interface ThreadData {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly control: number;
  readonly scratch: number;
}

/** The contract between the engine and its worker threads. */

/** The exports of ../../assembly/index.ts. */
export interface KernelExports {
  begin(control: number, scratch: number): void;
  /** The address where the engine writes `TABLES` of core, once. */
  tables(): number;
  share(helpers: number, mayNap: boolean): void;
  start(kernel: number, items: number): void;
  /** Returns 0 if other threads still work after about a tenth of a second: check that they are alive, call again. */
  finish(rests: boolean): number;
  serve(): void;
  end(): void;
}

/** The message that starts a worker thread. */
export interface ThreadData {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly control: number;
  readonly scratch: number;
  /**
   * Address of this thread's error report of `reportBytes` bytes. If a kernel traps, the thread writes the error
   * message in UTF-8 from byte 4 on, then its length in bytes as an int32 at byte 0. The length is 0 without an error.
   */
  readonly report: number;
  readonly reportBytes: number;
}

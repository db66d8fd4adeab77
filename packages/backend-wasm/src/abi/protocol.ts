/** What the engine and its worker threads agree on. */

/** What ../../assembly/index.ts exports. */
export interface KernelExports {
  begin(control: number, scratch: number): void;
  share(helpers: number, mayNap: boolean): void;
  start(kernel: number, items: number): void;
  /**
   * 0 while another thread has held an item for about a tenth of a second: look after the threads, then call it again.
   */
  finish(): number;
  serve(): void;
  end(): void;
}

/** What a worker thread receives when it starts. */
export interface ThreadData {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly control: number;
  readonly scratch: number;
  /**
   * Address of this thread's report, `REPORT_BYTES` long. A thread whose kernel traps writes why: the text in UTF-8
   * from byte 4 on, then its length in bytes as an int32 at byte 0. It stays 0 while all is well.
   */
  readonly report: number;
  readonly reportBytes: number;
}

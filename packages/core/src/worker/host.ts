/** What browsers and Node have in common. */

/** One end of a `MessageChannel`. */
export interface Port {
  postMessage(message: unknown, transfer?: readonly unknown[]): void;
  addEventListener(type: 'message' | 'messageerror', listener: (event: { readonly data: unknown }) => void): void;
  /** Missing in the global scope of a worker, which does not need it. */
  start?(): void;
  close(): void;
}

interface Host {
  readonly MessageChannel: new () => { readonly port1: Port; readonly port2: Port };
  readonly navigator?: { readonly locks?: Locks };
  readonly process?: { getBuiltinModule?(name: string): { readonly parentPort?: unknown } };
  readonly WorkerGlobalScope?: unknown;
}

interface Locks {
  request(name: string, options: { readonly signal?: AbortSignal }, held: () => unknown): Promise<unknown>;
}

export const host: Host = globalThis as unknown as Host;

/** The quartiles of times. */
type Milliseconds = readonly [number, number, number];

export interface Workload {
  readonly title: string;
  readonly batchSize: number;
  readonly parameters: number;
  readonly measured: readonly { readonly ranks: number; readonly milliseconds: Milliseconds }[];
  readonly computing: readonly { readonly ranks: number; readonly milliseconds: Milliseconds }[];
  readonly shares: readonly { readonly rows: number; readonly milliseconds: Milliseconds }[];
}

export interface Measured {
  readonly created: string;
  readonly cpu: string;
  readonly cores: number;
  readonly library: string;
  readonly load: readonly number[];
  readonly sums: readonly { readonly ranks: number; readonly bytes: number; readonly milliseconds: Milliseconds }[];
  readonly workloads: readonly Workload[];
}

export interface Point {
  readonly ranks: number;
  readonly compute: number;
  readonly communicate: number;
  readonly step: number;
  readonly rowsPerSecond: number;
}

export interface Change {
  readonly batch?: number;
  readonly bytes?: number;
  readonly computing?: number;
  readonly overlap?: boolean;
}

export function fitSums(sums: Measured['sums'], ranks: number): { latency: number; perByte: number };
export function predictHere(
  measured: Measured,
  workload: Workload,
  ranks: number,
): { compute: number; communicate: number; step: number };
export function sumOnNetwork(
  measured: Measured,
  bytes: number,
  ranks: number,
  network?: { bytesPerSecond: number; latencySeconds: number },
): number;
export function fitComputing(workload: Pick<Workload, 'shares'>): { fixed: number; perRow: number };
export function project(measured: Measured, workload: Workload, growth: 'fixed' | 'rows', change?: Change): Point[];
export function takeover(points: readonly Point[]): number | undefined;

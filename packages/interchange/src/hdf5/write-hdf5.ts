/** Writes HDF5 files of the oldest version (superblock 0): groups with their trees, and arrays in one piece. */
import { encodeElements } from '../model/elements.js';
import type { HostTensor } from '../model/host-tensor.js';
import { damaged, type Hdf5Group } from './tree.js';

/** A group's members lie in nodes of 8, and trees have nodes of 32. The superblock says so. */
const [LEAF_K, INTERNAL_K] = [4, 16];
const NONE = 0xffffffffffffffffn;

/** Bytes that grow. */
class Sink {
  #bytes = new Uint8Array(2 ** 16);
  #view = new DataView(this.#bytes.buffer);
  length = 0;

  /** Returns the address of `size` new bytes, which are 0. Addresses are multiples of 8. */
  allocate(size: number): number {
    const address = 8 * Math.ceil(this.length / 8);
    this.length = address + size;
    if (this.length > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(this.length, 2 * this.#bytes.length));
      larger.set(this.#bytes);
      [this.#bytes, this.#view] = [larger, new DataView(larger.buffer)];
    }
    return address;
  }

  put(address: number, bytes: Uint8Array | readonly number[]): void {
    this.#bytes.set(bytes, address);
  }

  u16(address: number, value: number): void {
    this.#view.setUint16(address, value, true);
  }

  u32(address: number, value: number): void {
    this.#view.setUint32(address, value, true);
  }

  u64(address: number, value: number | bigint): void {
    this.#view.setBigUint64(address, BigInt(value), true);
  }

  done(): Uint8Array {
    return this.#bytes.subarray(0, this.length);
  }
}

const ascii = (text: string): number[] => Array.from(text, (letter) => letter.charCodeAt(0));

/**
 * Writes groups, and arrays of float32, float64, int32 and int64. Attributes are left out: Keras needs none.
 *
 * @example
 * ```ts
 * const vars = { attributes: new Map(), groups: new Map(), arrays: new Map([['0', kernel]]) };
 * const bytes = writeHdf5({ attributes: new Map(), groups: new Map([['vars', vars]]), arrays: new Map() });
 * ```
 */
export function writeHdf5(root: Hdf5Group): Uint8Array {
  const sink = new Sink();
  sink.allocate(96);
  const { header, tree, heap } = writeGroup(sink, root);
  sink.put(0, [0x89, ...ascii('HDF\r\n\x1a\n'), 0, 0, 0, 0, 0, 8, 8, 0]);
  sink.u16(16, LEAF_K);
  sink.u16(18, INTERNAL_K);
  sink.u64(32, NONE);
  sink.allocate(0);
  sink.u64(40, sink.length);
  sink.u64(48, NONE);
  sink.u64(64, header);
  sink.u32(72, 1);
  sink.u64(80, tree);
  sink.u64(88, heap);
  return sink.done();
}

/** A group's addresses. */
interface Written {
  readonly header: number;
  readonly tree: number;
  readonly heap: number;
}

interface Member {
  readonly name: number;
  readonly header: number;
  /** Of a group. */
  readonly inner: Written | undefined;
}

function writeGroup(sink: Sink, { groups, arrays }: Hdf5Group): Written {
  const all = new Map<string, Hdf5Group | HostTensor>([...groups, ...arrays]);
  // Readers search by the order of the bytes.
  const names = [...all.keys()].map((name) => ({ name, bytes: new TextEncoder().encode(name) }));
  names.sort((a, b) => compare(a.bytes, b.bytes));
  const offsets: number[] = [];
  let size = 8;
  for (const { bytes } of names) {
    offsets.push(size);
    size += 8 * Math.ceil((bytes.length + 1) / 8);
  }
  const heap = sink.allocate(32);
  const data = sink.allocate(size);
  sink.put(heap, ascii('HEAP'));
  sink.u64(heap + 8, size);
  // 1 stands for no free space.
  sink.u64(heap + 16, 1);
  sink.u64(heap + 24, data);
  for (const [at, { bytes }] of names.entries()) sink.put(data + (offsets[at] as number), bytes);
  const members = names.map(({ name }, at): Member => {
    const value = all.get(name) as Hdf5Group | HostTensor;
    const inner = 'groups' in value ? writeGroup(sink, value) : undefined;
    return { name: offsets[at] as number, header: inner?.header ?? writeArray(sink, value as HostTensor), inner };
  });
  const tree = writeTree(sink, members);
  const header = writeHeader(sink, [message(0x11, 16)]);
  sink.u64(header + 24, tree);
  sink.u64(header + 32, heap);
  return { header, tree, heap };
}

function compare(a: Uint8Array, b: Uint8Array): number {
  for (let at = 0; at < Math.min(a.length, b.length); at++) {
    if (a[at] !== b[at]) return (a[at] as number) - (b[at] as number);
  }
  return a.length - b.length;
}

/** A node, and the last name below it. */
interface Node {
  readonly address: number;
  readonly last: number;
}

const runs = <T>(list: readonly T[], length: number): T[][] =>
  Array.from({ length: Math.ceil(list.length / length) }, (_, at) => list.slice(at * length, (at + 1) * length));

function writeTree(sink: Sink, members: readonly Member[]): number {
  let nodes = runs(members, 2 * LEAF_K).map((run): Node => {
    const address = sink.allocate(8 + 40 * 2 * LEAF_K);
    sink.put(address, [...ascii('SNOD'), 1, 0]);
    sink.u16(address + 6, run.length);
    for (const [at, { name, header, inner }] of run.entries()) {
      const entry = address + 8 + 40 * at;
      sink.u64(entry, name);
      sink.u64(entry + 8, header);
      if (inner === undefined) continue;
      sink.u32(entry + 16, 1);
      sink.u64(entry + 24, inner.tree);
      sink.u64(entry + 32, inner.heap);
    }
    return { address, last: run.at(-1)?.name ?? 0 };
  });
  let level = 0;
  do {
    const groups = nodes.length === 0 ? [[]] : runs(nodes, 2 * INTERNAL_K);
    const first = sink.allocate(0);
    const size = 24 + 8 * (4 * INTERNAL_K + 1);
    const addresses = groups.map(() => sink.allocate(size));
    nodes = groups.map((children, at) => {
      const address = addresses[at] ?? first;
      sink.put(address, [...ascii('TREE'), 0, level]);
      sink.u16(address + 6, children.length);
      sink.u64(address + 8, addresses[at - 1] ?? NONE);
      sink.u64(address + 16, addresses[at + 1] ?? NONE);
      // A key is the last name before its child.
      sink.u64(address + 24, groups[at - 1]?.at(-1)?.last ?? 0);
      for (const [index, child] of children.entries()) {
        sink.u64(address + 32 + 16 * index, child.address);
        sink.u64(address + 40 + 16 * index, child.last);
      }
      return { address, last: children.at(-1)?.last ?? 0 };
    });
    level++;
  } while (nodes.length > 1);
  return nodes[0]?.address ?? 0;
}

interface NewMessage {
  readonly type: number;
  readonly size: number;
  readonly bytes: readonly number[];
}

const message = (type: number, size: number, bytes: readonly number[] = []): NewMessage => ({
  type,
  size: 8 * Math.ceil(size / 8),
  bytes,
});

/** The first message has its bytes at 24. */
function writeHeader(sink: Sink, messages: readonly NewMessage[]): number {
  const total = messages.reduce((sum, { size }) => sum + 8 + size, 0);
  const header = sink.allocate(16 + total);
  sink.put(header, [1]);
  sink.u16(header + 2, messages.length);
  sink.u32(header + 4, 1);
  sink.u32(header + 8, total);
  let at = header + 16;
  for (const { type, size, bytes } of messages) {
    sink.u16(at, type);
    sink.u16(at + 2, size);
    sink.put(at + 8, bytes);
    at += 8 + size;
  }
  return header;
}

/** Datatype messages: the class, its bits, the size, and how the bits lie. */
const KINDS: Partial<Record<HostTensor['type'], readonly number[]>> = {
  float32: [0x11, 0x20, 31, 0, 4, 0, 0, 0, 0, 0, 32, 0, 23, 8, 0, 23, 127, 0, 0, 0],
  float64: [0x11, 0x20, 63, 0, 8, 0, 0, 0, 0, 0, 64, 0, 52, 11, 0, 52, 255, 3, 0, 0],
  int32: [0x10, 8, 0, 0, 4, 0, 0, 0, 0, 0, 32, 0],
  int64: [0x10, 8, 0, 0, 8, 0, 0, 0, 0, 0, 64, 0],
};

function writeArray(sink: Sink, tensor: HostTensor): number {
  const { type, shape } = tensor;
  const kind = KINDS[type];
  if (kind === undefined) throw damaged(`arrays of ${type} are not written`);
  const bytes = encodeElements(tensor);
  const address = sink.allocate(bytes.length);
  sink.put(address, bytes);
  const header = writeHeader(sink, [
    message(0x01, 8 + 8 * shape.length, [1, shape.length]),
    message(0x03, kind.length, kind),
    // No fill value: every element is there.
    message(0x05, 4, [2, 2, 0, 0]),
    message(0x08, 18, [3, 1]),
  ]);
  for (const [axis, length] of shape.entries()) sink.u64(header + 32 + 8 * axis, length);
  const layout = header + 24 + 8 + 8 * shape.length + 8 + 8 * Math.ceil(kind.length / 8) + 16 + 8;
  sink.u64(layout + 2, bytes.length === 0 ? NONE : address);
  sink.u64(layout + 10, bytes.length);
  return header;
}

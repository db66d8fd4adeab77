/**
 * Encodes TensorBoard's events: the messages Event, Summary and SessionLog of tensorboard/compat/proto. Training needs
 * only six of their fields, so encoding them here takes less code than the schema for a protobuf library.
 * Encoding: https://protobuf.dev/programming-guides/encoding.
 */

/** A value for the chart of each tag. */
export type Scalars = ReadonlyMap<string, number>;

/** The content of an event, besides its time and its step. */
export type EventContent =
  /** The format of the file. This is its first event. */
  | { readonly fileVersion: string }
  /** A process starts to write at this step. Readers drop this step and later ones of earlier files in the folder. */
  | { readonly start: true }
  | { readonly scalars: Scalars };

export interface EventMessage {
  /** Seconds since 1970. */
  readonly wallTime: number;
  /** From 0 to 2^53 - 1. */
  readonly step: number;
  readonly content: EventContent;
}

/** The encoding of a field's value: a varint, 8 bytes, a length and that many bytes, or 4 bytes. */
const WIRE = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;

/** The numbers of the messages' fields. */
const EVENT = { wallTime: 1, step: 2, fileVersion: 3, summary: 5, sessionLog: 7 } as const;
const SUMMARY = { value: 1 } as const;
const VALUE = { tag: 1, simpleValue: 2 } as const;
const SESSION_LOG = { status: 1 } as const;
const STATUS_START = 1;

/** Encodes an Event. Scalars are rounded to float32, the type of `simple_value`. */
export function encodeEvent({ wallTime, step, content }: EventMessage): Uint8Array {
  // Omit a number that is 0, as protobuf libraries do.
  const ofStep = step === 0 ? [] : integer(EVENT.step, step);
  return Uint8Array.from([...double(EVENT.wallTime, wallTime), ...ofStep, ...encodeContent(content)]);
}

function encodeContent(content: EventContent): number[] {
  if ('fileVersion' in content) return bytes(EVENT.fileVersion, new TextEncoder().encode(content.fileVersion));
  if ('start' in content) return bytes(EVENT.sessionLog, integer(SESSION_LOG.status, STATUS_START));
  const values = Array.from(content.scalars, ([tag, value]) => {
    const ofTag = bytes(VALUE.tag, new TextEncoder().encode(tag));
    return bytes(SUMMARY.value, [...ofTag, ...float(VALUE.simpleValue, value)]);
  });
  return bytes(EVENT.summary, values.flat());
}

/** Encodes seven bits per byte, the lowest first. The highest bit says that another byte follows. */
function varint(value: number): number[] {
  const encoded: number[] = [];
  let rest = value;
  // Divide instead of shifting: a step may have more than 32 bits.
  for (; rest >= 128; rest = Math.floor(rest / 128)) encoded.push((rest % 128) + 128);
  return [...encoded, rest];
}

const key = (field: number, wire: number): number[] => varint(field * 8 + wire);

const integer = (field: number, value: number): number[] => [...key(field, WIRE.varint), ...varint(value)];

function bytes(field: number, content: ArrayLike<number>): number[] {
  return [...key(field, WIRE.bytes), ...varint(content.length), ...Array.from(content)];
}

function double(field: number, value: number): number[] {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value, true);
  return [...key(field, WIRE.fixed64), ...new Uint8Array(view.buffer)];
}

function float(field: number, value: number): number[] {
  const view = new DataView(new ArrayBuffer(4));
  view.setFloat32(0, value, true);
  return [...key(field, WIRE.fixed32), ...new Uint8Array(view.buffer)];
}

/**
 * TensorBoard's events as bytes: the messages Event, Summary and SessionLog of tensorboard/compat/proto, of which a
 * training needs six fields. That is less code by hand than a protobuf library takes to be told of them.
 * Encoding: https://protobuf.dev/programming-guides/encoding.
 */

/** A point of the chart of each tag. */
export type Scalars = ReadonlyMap<string, number>;

/** What an event tells, beside its time and its step. */
export type EventContent =
  /** The format of the file; its first event. */
  | { readonly fileVersion: string }
  /** A process starts to write at this step: readers drop what earlier files of the folder say of it and of later ones. */
  | { readonly start: true }
  | { readonly scalars: Scalars };

export interface EventMessage {
  /** Seconds since 1970. */
  readonly wallTime: number;
  /** From 0 to 2^53 - 1. */
  readonly step: number;
  readonly content: EventContent;
}

/** What follows a field's number: a varint, 8 bytes, a length and so many bytes, or 4 bytes. */
const WIRE = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;

/** Of the messages' fields. */
const EVENT = { wallTime: 1, step: 2, fileVersion: 3, summary: 5, sessionLog: 7 } as const;
const SUMMARY = { value: 1 } as const;
const VALUE = { tag: 1, simpleValue: 2 } as const;
const SESSION_LOG = { status: 1 } as const;
const STATUS_START = 1;

/** The bytes of an Event. Scalars are rounded to float32, which `simple_value` is. */
export function encodeEvent({ wallTime, step, content }: EventMessage): Uint8Array {
  // As protobuf libraries do, it leaves out a number that is 0.
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

/** Seven bits a byte, the lowest first; the highest bit says that another byte follows. */
function varint(value: number): number[] {
  const encoded: number[] = [];
  let rest = value;
  // No shifts: a step may have more than 32 bits.
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

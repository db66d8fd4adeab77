/** A value that survives JSON.stringify and JSON.parse unchanged. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** A layer, loss or optimizer as JSON: `type` names its class, the rest are its options. */
export interface TypedConfig {
  readonly type: string;
  readonly [option: string]: JsonValue;
}

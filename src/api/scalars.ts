/** A resource quantity in Kubernetes' notation, for example `500m`, `1Gi`, `2`. */
export type Quantity = string;
/** RFC 3339 time in whole seconds, UTC: `2026-01-01T00:00:00Z`. */
export type Time = string;
/** RFC 3339 time in microseconds, UTC: `2026-01-01T00:00:00.000000Z`. */
export type MicroTime = string;
/** A port or percentage: a whole number, or a string such as `25%` or a port's name. */
export type IntOrString = number | string;

export type JsonPrimitive = string | number | boolean | null;
export type JsonValue = JsonPrimitive | readonly JsonValue[] | { readonly [key: string]: JsonValue };
export type JsonObject = { readonly [key: string]: JsonValue };

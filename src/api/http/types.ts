/** An exchange over HTTP as data. What carries it (a socket, a test) is somebody else's business. */
export interface HttpRequest {
  readonly method: string;
  /** As on the wire, percent-encoded, without the query. */
  readonly path: string;
  /** Decoded pairs in the order of the URL. */
  readonly query: readonly (readonly [name: string, value: string])[];
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface HttpAnswer {
  readonly code: number;
  readonly contentType: string;
  /** Whole values of Warning headers, one header each. */
  readonly warnings: readonly string[];
  /** Other headers, Retry-After for one. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** In place of `body`, where the answer is no text. */
  readonly bytes?: Uint8Array;
}

/** Where an API server is, and how to reach it. */
export interface HttpConfig {
  /** `https://127.0.0.1:6443`; what follows the host stands before every path. */
  readonly server: string;
  readonly userAgent: string;
  readonly tls?: Tls;
  readonly basic?: { readonly username: string; readonly password: string };
  /** How long one request may take; 0 for no end. */
  readonly timeoutMs?: number;
  /** Time where this client is; by default the machine's own. */
  readonly time?: Time;
  /** Is told of every exchange. */
  trace?(exchange: Exchange): void;
}

export interface Time {
  /** Milliseconds since the epoch. */
  now(): number;
  sleep(milliseconds: number): Promise<unknown>;
}

/** Certificates and keys in PEM. */
export interface Tls {
  readonly ca?: string;
  readonly isInsecure?: boolean;
  /** Whom the server's certificate has to name, when that is not the host. */
  readonly serverName?: string;
  readonly certificate?: string;
  readonly key?: string;
}

/** One request and how it was answered; code 0 when it was not. */
export interface Exchange {
  readonly method: string;
  readonly url: string;
  readonly code: number;
  readonly reason: string;
  readonly milliseconds: number;
  readonly sent: Readonly<Record<string, string>>;
  readonly received: Readonly<Record<string, string>>;
  readonly body: string;
}

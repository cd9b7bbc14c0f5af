/** URLs as far as traffic needs them: `http://host:port/path`, `tcp://host:port`. */
export interface ParsedUrl {
  readonly scheme: 'http' | 'https' | 'tcp';
  readonly host: string;
  readonly port: number;
  /** With the query; '/' when absent. */
  readonly path: string;
}

const PATTERN = /^(?:(https?|tcp):\/\/)?([A-Za-z0-9_.-]{1,253})(?::(\d{1,5}))?(\/[^\s]{0,2000}|\?[^\s]{0,2000})?$/;

/** Undefined for what is no such URL. A missing scheme means http. */
export function parseUrl(text: string): ParsedUrl | undefined {
  const match = PATTERN.exec(text.replace(/#.*$/, ''));
  if (match === null) return undefined;
  const scheme = (match[1] ?? 'http') as ParsedUrl['scheme'];
  const port = match[3] === undefined ? (scheme === 'https' ? 443 : 80) : Number(match[3]);
  const rest = match[4] ?? '/';
  return port < 1 || port > 65_535 ? undefined : { scheme, host: match[2] ?? '', port, path: rest.startsWith('?') ? `/${rest}` : rest };
}

export function isAddress(host: string): boolean {
  return /^\d{1,3}(\.\d{1,3}){3}$/.test(host);
}

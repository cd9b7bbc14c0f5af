/** URLs as Go's net/url reads them: absolute, or a path from the root. */
export interface ParsedUrl {
  readonly scheme: string;
  readonly host: string;
  readonly hostname: string;
  readonly port: string;
  readonly path: string;
  readonly query: readonly (readonly [string, readonly string[]])[];
}

/** The parts, or what Go's url.ParseRequestURI says is wrong. */
export function parseUrl(text: string): ParsedUrl | string {
  const fail = (why: string): string => `parse ${JSON.stringify(text)}: ${why}`;
  // oxlint-disable-next-line no-control-regex -- Go refuses control characters
  if (/[\x00-\x1f\x7f]/.test(text)) return fail('net/url: invalid control character in URL');
  if (text === '') return fail('empty url');
  const [, scheme = '', rest = ''] = /^(?:([A-Za-z][A-Za-z0-9+.-]*):)?([^]*)$/.exec(text) ?? [];
  if (scheme === '' && text.startsWith(':')) return fail('missing protocol scheme');
  if (!rest.startsWith('/')) return scheme === '' ? fail('invalid URI for request') : opaque(scheme, rest);
  const [, authority, path = '', query = ''] = /^(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?/.exec(rest) ?? [];
  const escape = /%(?![0-9A-Fa-f]{2}).{0,2}/.exec(path + (authority ?? ''));
  if (escape !== null) return fail(`invalid URL escape ${JSON.stringify(escape[0])}`);
  const host = (authority ?? '').replace(/^.*@/, '');
  const wrong = wrongHost(host);
  if (wrong !== undefined) return fail(wrong);
  const port = /:(\d*)$/.exec(host)?.[1] ?? '';
  const hostname = host.replace(/:\d*$/, '').replace(/^\[(.*)\]$/, '$1');
  return { scheme: scheme.toLowerCase(), host, hostname, port, path: encodedPath(path), query: queryOf(query) };
}

function opaque(scheme: string, _rest: string): ParsedUrl {
  return { scheme: scheme.toLowerCase(), host: '', hostname: '', port: '', path: '', query: [] };
}

function wrongHost(host: string): string | undefined {
  const odd = /[ "<>\\^`{|}]/.exec(host);
  if (odd !== null) return `invalid character ${JSON.stringify(odd[0])} in host name`;
  if (host.startsWith('[') && !host.includes(']')) return "missing ']' in host";
  const port = host.startsWith('[')
    ? host.slice(host.indexOf(']') + 1)
    : host.slice(host.includes(':') ? host.lastIndexOf(':') : host.length);
  return port === '' || /^:\d*$/.test(port) ? undefined : `invalid port ${JSON.stringify(port)} after host`;
}

function encodedPath(path: string): string {
  return path.replaceAll(/[^A-Za-z0-9\-._~!$&'()*+,;=:@/%[\]]+/gu, (part) => encodeURIComponent(part));
}

/** Values by key, keys in the order of their first appearance. */
function queryOf(query: string): readonly (readonly [string, readonly string[]])[] {
  const byKey = new Map<string, string[]>();
  for (const pair of query.split('&')) {
    if (pair === '' || pair.includes(';')) continue;
    const [key = '', ...value] = pair.split('=');
    const name = decoded(key);
    const values = byKey.get(name);
    if (values === undefined) byKey.set(name, [decoded(value.join('='))]);
    else values.push(decoded(value.join('=')));
  }
  return [...byKey];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

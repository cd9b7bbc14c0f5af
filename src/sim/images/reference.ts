/**
 * Image references as containerd and the kubelet read them (github.com/distribution/reference): `nginx` is
 * `docker.io/library/nginx:latest`.
 */
export interface ImageReference {
  /** `docker.io`, `registry.k8s.io`, `localhost:5000`. */
  readonly domain: string;
  /** `library/nginx`. */
  readonly path: string;
  /** `docker.io/library/nginx`. */
  readonly repository: string;
  /** 'latest' when neither tag nor digest is given; '' beside a digest without tag. */
  readonly tag: string;
  /** `sha256:…` or ''. */
  readonly digest: string;
  /** With tag or digest: what a container's status shows. */
  readonly canonical: string;
}

export type ParsedReference = { readonly reference: ImageReference } | { readonly error: string };

const INVALID = 'invalid reference format';
const REMEMBERED = 2000;
const parsed = new Map<string, ParsedReference>();

/** Pure; remembers the last few thousand texts, since every pod of a template asks for the same. */
export function parseReference(text: string): ParsedReference {
  const known = parsed.get(text);
  if (known !== undefined) return known;
  if (parsed.size >= REMEMBERED) parsed.clear();
  const result = parse(text);
  parsed.set(text, result);
  return result;
}

const TAG = /^\w[\w.-]{0,127}$/;
const DIGEST = /^[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}$/;
const DOMAIN = /^(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*(?::[0-9]+)?$/;
const PATH_COMPONENT = /^[a-z0-9]+(?:(?:\.|__?|-+)[a-z0-9]+)*$/;

/** Longer than any reference may be; what is longer is not looked at. */
const MAX_LENGTH = 1024;

function parse(text: string): ParsedReference {
  if (text.length > MAX_LENGTH) return { error: INVALID };
  const at = text.indexOf('@');
  const digest = at < 0 ? '' : text.slice(at + 1);
  const named = at < 0 ? text : text.slice(0, at);
  const colon = named.lastIndexOf(':');
  const tagged = colon > named.lastIndexOf('/');
  const tag = tagged ? named.slice(colon + 1) : digest === '' ? 'latest' : '';
  const { domain, path } = splitDomain(tagged ? named.slice(0, colon) : named);
  if ((at >= 0 && !DIGEST.test(digest)) || (tagged && tag === '') || (tag !== '' && !TAG.test(tag)) || !DOMAIN.test(domain))
    return { error: INVALID };
  if (path !== path.toLowerCase()) return { error: `${INVALID}: repository name (${path}) must be lowercase` };
  if (path === '' || !path.split('/').every((part) => PATH_COMPONENT.test(part))) return { error: INVALID };
  const repository = `${domain}/${path}`;
  const canonical = `${repository}${tag === '' ? '' : `:${tag}`}${digest === '' ? '' : `@${digest}`}`;
  return { reference: { domain, path, repository, tag, digest, canonical } };
}

function splitDomain(name: string): { domain: string; path: string } {
  const slash = name.indexOf('/');
  const first = slash < 0 ? '' : name.slice(0, slash);
  const isDomain = first !== '' && (first.includes('.') || first.includes(':') || first === 'localhost' || first !== first.toLowerCase());
  const domain = !isDomain || first === 'index.docker.io' ? 'docker.io' : first;
  const path = isDomain ? name.slice(slash + 1) : name;
  return { domain, path: domain === 'docker.io' && !path.includes('/') ? `library/${path}` : path };
}

import type { HTTPIngressPath, IngressBackend, IngressRule, IngressTLS } from '../../../api/types.gen.ts';
import { CommandError } from '../../errors.ts';
import { type FlagValues, array, text } from '../../parse/flags.ts';
import { defineGenerator, numberOrText, requireName } from './generator.ts';

const FLAGS = { class: text(), rule: array(), defaultBackend: text(), annotation: array() };
const RULE = /^[\w*\-.]*\/.*=[\w-]+:[\w-]+/;

export const ingressGenerator = defineGenerator({
  name: 'ingress',
  aliases: ['ing'],
  summary: 'Create an ingress with the specified name',
  usage: 'NAME --rule=host/path=service:port[,tls[=secret]]',
  flags: FLAGS,
  failure: 'failed to create ingress:',
  generate(_session, { args, flags }) {
    const name = requireName(args, 'create ingress');
    check(flags);
    const { class: ingressClassName, defaultBackend, annotation } = flags;
    const annotations = Object.fromEntries(annotation.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]));
    const tls = tlsOf(flags.rule);
    const rules = rulesOf(flags.rule);
    const spec = {
      ...(defaultBackend === '' ? {} : { defaultBackend: backend(defaultBackend) }),
      ...(ingressClassName === '' ? {} : { ingressClassName }),
      ...(rules.length === 0 ? {} : { rules }),
      ...(tls.length === 0 ? {} : { tls }),
    };
    const metadata = { ...(annotation.length === 0 ? {} : { annotations }), name };
    return { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', metadata, spec, status: { loadBalancer: {} } };
  },
});

function check({ rule, defaultBackend, annotation }: FlagValues<typeof FLAGS>): void {
  if (defaultBackend === '' && rule.length === 0)
    throw new CommandError(
      'not enough information provided: every ingress has to either specify a default-backend (which catches all traffic) or a list of rules (which catch specific paths)',
    );
  const odd = rule.find((text) => !RULE.test(text));
  if (odd !== undefined) throw new CommandError(`rule ${odd} is invalid and should be in format host/path=svcname:svcport[,tls[=secret]]`);
  const bare = annotation.find((pair) => !pair.includes('='));
  if (bare !== undefined) throw new CommandError(`annotation ${bare} is invalid and should be in format key=[value]`);
  if (defaultBackend !== '' && defaultBackend.split(':').length !== 2)
    throw new CommandError('default-backend should be in format servicename:serviceport');
}

/** Rules of one host share an entry. */
function rulesOf(rules: readonly string[]): readonly IngressRule[] {
  const paths = new Map<string, readonly HTTPIngressPath[]>();
  for (const rule of rules) {
    const { host, rest } = splitHost(rule.split(',')[0] ?? '');
    paths.set(host, [...(paths.get(host) ?? []), pathOf(rest)]);
  }
  return [...paths].map(([host, all]) => ({ ...(host === '' ? {} : { host }), http: { paths: all } }));
}

function splitHost(rule: string): { host: string; rest: string } {
  const slash = rule.indexOf('/');
  return { host: rule.slice(0, slash), rest: rule.slice(slash + 1) };
}

/** `path*=service:port`: a star at the end makes the path a prefix. */
function pathOf(text: string): HTTPIngressPath {
  const [path = '', service = ''] = text.split('=');
  const isPrefix = path.endsWith('*');
  return { backend: backend(service), path: `/${isPrefix ? path.slice(0, -1) : path}`, pathType: isPrefix ? 'Prefix' : 'Exact' };
}

function backend(text: string): IngressBackend {
  const [name = '', port = ''] = text.split(':');
  const number = numberOrText(port);
  return { service: { name, port: typeof number === 'number' ? { number } : { name: number } } };
}

/** Hosts of one secret share an entry; each host counts once. */
function tlsOf(rules: readonly string[]): readonly IngressTLS[] {
  const hosts = new Map<string, string[]>();
  const seen = new Set<string>();
  for (const rule of rules) {
    const [, tls, ...more] = rule.split(',');
    const { host } = splitHost(rule);
    if (tls === undefined || more.length > 0 || seen.has(host)) continue;
    seen.add(host);
    const secret = tls.split('=')[1] ?? '';
    const known = hosts.get(secret);
    if (known !== undefined) known.push(host);
    else if (host !== '' || secret !== '') hosts.set(secret, host === '' ? [] : [host]);
  }
  return [...hosts].map(([secretName, all]) => ({
    ...(all.length === 0 ? {} : { hosts: all }),
    ...(secretName === '' ? {} : { secretName }),
  }));
}

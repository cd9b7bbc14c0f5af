import type { IngressBackend, IngressRule, IngressTLS } from '../../../api/types.gen.ts';
import { CommandError } from '../../errors.ts';
import { type FlagValues, array, text } from '../../parse/flags.ts';
import { defineGenerator, numberOrText, requireName } from './generator.ts';

const FLAGS = { class: text(), rule: array(), defaultBackend: text(), annotation: array() };
const RULE = /^(?<host>[\w*\-.]*)(?<path>(?:\/[\w\-/]*)?(?:\/\*)?\*?)=(?<service>[\w-]+:[\w-]+)/;

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

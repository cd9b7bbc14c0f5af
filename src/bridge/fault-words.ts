/** The words of `npm run fault`. */
import type { FaultRequest } from '../protocol/messages.ts';

export const FAULT_USAGE = `Usage: npm run -s fault -- <what>

  list                          the control plane: what runs, who leads, how much waits
  stop NAME [--graceful]        a process, a controller alone, or kubelet/NODE; --graceful lets it give back its lease
  start NAME                    it remembers nothing
  node-stop NODE                power off
  node-start NODE
  node-add [NODE]
  node-remove NODE              for good, its Node with it
  crash [NAMESPACE/]POD [CONTAINER]

  NAME is kube-apiserver, etcd, kube-scheduler, kube-controller-manager, cloud-controller-manager, kube-proxy, coredns, or a
  controller as the flag --controllers calls it: replicaset-controller, node-lifecycle-controller, endpointslice-controller …
  With several replicas the leader is meant, or the one on a host: kube-scheduler/control-plane-2.
`;

/** Throws an Error with a sentence for the person who typed it. */
export function parseFault(words: readonly string[]): FaultRequest | 'list' {
  const flags = words.filter((word) => word.startsWith('--'));
  const [what = '', ...given] = words.filter((word) => !word.startsWith('--'));
  const unknown = flags.find((flag) => flag !== '--graceful');
  if (unknown !== undefined) throw new Error(`unknown option ${JSON.stringify(unknown)}`);
  if (flags.length > 0 && what !== 'stop') throw new Error('--graceful is for stop');
  const [first = '', second = ''] = given;
  if (given.length > (MOST_WORDS[what] ?? 1)) throw new Error(`${what} does not want ${JSON.stringify(given.at(-1))}`);
  switch (what) {
    case 'list':
      return 'list';
    case 'stop':
      return { type: 'component-stop', ...partOf(what, first), ...(flags.length > 0 ? { graceful: true } : {}) };
    case 'start':
      return { type: 'component-start', ...partOf(what, first) };
    case 'node-add':
      return { type: 'node-add', ...(first === '' ? {} : { name: first }) };
    case 'node-stop':
    case 'node-start':
    case 'node-remove':
      return { type: what, node: wanted(what, first) };
    case 'crash': {
      const [pod = '', namespace = 'default'] = wanted(what, first).split('/').toReversed();
      return { type: 'container-crash', namespace, pod, ...(second === '' ? {} : { container: second }) };
    }
    default:
      throw new Error(`unknown fault ${JSON.stringify(what)}; npm run -s fault lists them`);
  }
}

const MOST_WORDS: Readonly<Record<string, number>> = { list: 0, crash: 2 };

function partOf(what: string, name: string): { readonly component: string; readonly instance?: string } {
  const [component = '', instance] = wanted(what, name).split('/');
  return instance === undefined ? { component } : { component, instance };
}

function wanted(what: string, word: string): string {
  if (word === '') throw new Error(`${what} wants a name`);
  return word;
}

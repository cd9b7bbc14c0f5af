import { podRequests } from '../../../api/pod/resources.ts';
import { quantityMilli, quantityValue } from '../../../api/quantity.ts';
import { nameOf } from '../../../api/object.ts';
import type { Node, Pod } from '../../../api/types.gen.ts';
import { readObject } from '../../store/store.ts';
import type { AdmissionPlugin } from './plugin.ts';
import { refusal } from './refuse.ts';

/** A pod can't be resized beyond what its node could ever give (plugin/pkg/admission/podresize). */
export const podResizeValidator: AdmissionPlugin = {
  name: 'PodResizeValidator',
  validate(scope, object, { operation, subresource, stored }) {
    if (object.kind !== 'Pod' || operation !== 'UPDATE' || subresource !== 'resize') return;
    const pod = object as Pod;
    const name = pod.spec?.nodeName;
    if (!name || pod.metadata.generation === stored?.metadata.generation) return;
    const node = readObject(scope.server.store, 'nodes', name) as Node | undefined;
    if (node === undefined) throw refusal(scope, pod, `node ${JSON.stringify(name)} not found`);
    const system = node.metadata.labels?.['kubernetes.io/os'] ?? 'linux';
    if (system !== 'linux') {
      const why = `pod resize is only supported on linux nodes, node ${JSON.stringify(nameOf(node))} is ${JSON.stringify(system)}`;
      throw refusal(scope, pod, why, [{ reason: 'UnsupportedPlatform' }]);
    }
    const lacking = shortages(pod, node);
    if (lacking.length === 0) return;
    const why = `node didn't have enough allocatable resources: ${lacking.join('; ')}`;
    throw refusal(scope, pod, why, [{ reason: 'NodeCapacity' }]);
  },
};

function shortages({ spec }: Pod, { status }: Node): readonly string[] {
  const { cpuMilli, memoryBytes } = podRequests(spec ?? { containers: [] });
  const cpu = quantityMilli(status?.allocatable?.['cpu']);
  const memory = quantityValue(status?.allocatable?.['memory']);
  return [
    ...(cpuMilli > cpu ? [`cpu, requested: ${cpuMilli}, allocatable: ${cpu}`] : []),
    ...(memoryBytes > memory ? [`memory, requested: ${memoryBytes}, allocatable: ${memory}`] : []),
  ];
}

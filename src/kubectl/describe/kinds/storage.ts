import type { CSINode, CSINodeDriver, StorageClass, TopologySelectorTerm, VolumeAttributesClass } from '../../../api/types.gen.ts';
import { defineDescriber } from '../describer.ts';
import { capitalised, field, goList, heading, longTime, optional, selectorLine } from '../text.ts';
import { termLines } from '../topology-terms.ts';

const group = 'storage.k8s.io';
const IS_DEFAULT = ['storageclass.kubernetes.io/is-default-class', 'storageclass.beta.kubernetes.io/is-default-class'];

export const storageClassDescriber = defineDescriber<StorageClass>({
  group,
  kind: 'StorageClass',
  describe(_session, { metadata, provisioner, parameters, allowVolumeExpansion, mountOptions = [], ...rest }) {
    const isDefault = IS_DEFAULT.some((name) => metadata.annotations?.[name] === 'true');
    const options = mountOptions.map((option) => `  ${option}\n`).join('');
    return [
      field('Name', metadata.name ?? ''),
      field('IsDefaultClass', isDefault ? 'Yes' : 'No'),
      field('Annotations', selectorLine(metadata.annotations)),
      field('Provisioner', provisioner),
      field('Parameters', selectorLine(parameters)),
      field('AllowVolumeExpansion', allowVolumeExpansion === undefined ? '<unset>' : capitalised(allowVolumeExpansion)),
      options === '' ? field('MountOptions', '<none>') : `MountOptions:\n${options}`,
      optional('ReclaimPolicy', rest.reclaimPolicy),
      optional('VolumeBindingMode', rest.volumeBindingMode),
      topologyLines(rest.allowedTopologies),
    ].join('');
  },
});

function topologyLines(terms: readonly TopologySelectorTerm[] | undefined): string {
  if (terms === undefined) return '';
  if (terms.length === 0) return field('AllowedTopologies', '<none>');
  const lines = terms.map(({ matchLabelExpressions = [] }, i) =>
    termLines(
      '  ',
      i,
      matchLabelExpressions.map(({ key, values }) => ({ key, operator: 'In', values })),
    ),
  );
  return field('AllowedTopologies', '') + lines.join('');
}

export const volumeAttributesClassDescriber = defineDescriber<VolumeAttributesClass>({
  group,
  kind: 'VolumeAttributesClass',
  describe: (_session, { metadata, driverName, parameters }) =>
    [
      field('Name', metadata.name ?? ''),
      field('Annotations', selectorLine(metadata.annotations)),
      field('DriverName', driverName),
      field('Parameters', selectorLine(parameters)),
    ].join(''),
});

export const csiNodeDescriber = defineDescriber<CSINode>({
  group,
  kind: 'CSINode',
  describe(_session, node) {
    const { drivers } = node.spec;
    const created = field('CreationTimestamp', longTime(node.metadata.creationTimestamp));
    return `${heading(node)}${created}Spec:\n${drivers === undefined ? '' : `  Drivers:\n${drivers.map(driverLines).join('')}`}`;
  },
});

function driverLines({ name, nodeID, allocatable, topologyKeys }: CSINodeDriver): string {
  return [
    `    ${name}:\n`,
    field('      Node ID', nodeID),
    allocatable?.count === undefined ? '' : `      Allocatables:\n${field('        Count', allocatable.count)}`,
    topologyKeys === undefined ? '' : field('      Topology Keys', goList(topologyKeys)),
  ].join('');
}

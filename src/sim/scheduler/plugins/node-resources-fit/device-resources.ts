/** Extended resources that a DeviceClass stands for (the gate DRAExtendedResource): how many devices of it there are on a node. */
import { matchesNodeSelector } from '../../../../api/pod/node-affinity.ts';
import type { DeviceClass, NodeSelector, ResourceSlice } from '../../../../api/types.gen.ts';
import type { NodeInfo } from '../../cache/node-info.ts';

export interface DeviceResources {
  /** A DeviceClass stands for this resource. */
  has(name: string): boolean;
  /** Undefined for a resource without DeviceClass. */
  on(node: NodeInfo, name: string): { readonly capacity: number; readonly allocated: number } | undefined;
}

/**
 * Counts the devices of all slices that concern a node. `allocated`: those that claims hold, as `driver/pool/device`. A class with
 * selectors has no devices here: whether one matches is the business of dynamic allocation.
 */
export function deviceResources(
  classes: readonly DeviceClass[],
  slices: readonly ResourceSlice[],
  allocated: ReadonlySet<string>,
): DeviceResources {
  const byResource = new Map<string, DeviceClass>();
  for (const deviceClass of classes) {
    byResource.set(`deviceclass.resource.kubernetes.io/${deviceClass.metadata.name ?? ''}`, deviceClass);
    const { extendedResourceName } = deviceClass.spec;
    if (extendedResourceName !== undefined) byResource.set(extendedResourceName, deviceClass);
  }
  return {
    has: (name) => byResource.has(name),
    on(node, name) {
      const deviceClass = byResource.get(name);
      if (deviceClass === undefined) return undefined;
      const devices = (deviceClass.spec.selectors ?? []).length > 0 ? [] : slices.flatMap((slice) => devicesOn(node, slice));
      return { capacity: devices.length, allocated: devices.filter((device) => allocated.has(device)).length };
    },
  };
}

function devicesOn(node: NodeInfo, { spec }: ResourceSlice): readonly string[] {
  const { devices = [], driver, pool } = spec;
  const there = spec.perDeviceNodeSelection ? devices.filter((device) => concerns(device, node)) : concerns(spec, node) ? devices : [];
  return there.map(({ name }) => `${driver}/${pool.name}/${name}`);
}

interface Whereabouts {
  readonly allNodes?: boolean;
  readonly nodeName?: string;
  readonly nodeSelector?: NodeSelector;
}

function concerns({ allNodes, nodeName, nodeSelector }: Whereabouts, node: NodeInfo): boolean {
  if (allNodes || nodeName === node.name) return true;
  return nodeSelector !== undefined && matchesNodeSelector(nodeSelector, node);
}

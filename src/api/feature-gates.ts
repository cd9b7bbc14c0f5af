/**
 * Feature gates of Kubernetes 1.36 whose other state means something here, with what they are by default
 * (pkg/features/kube_features.go). Some of them can only be switched in a real cluster that is told to behave like an earlier release.
 */
export const GATE_DEFAULTS = {
  JobBackoffLimitPerIndex: true,
  JobManagedBy: true,
  JobPodReplacementPolicy: true,
  JobSuccessPolicy: true,
  LogarithmicScaleDown: true,
  MaxUnavailableStatefulSet: false,
  PodDeletionCost: true,
  PodLogsQuerySplitStreams: false,
} as const satisfies { readonly [gate: string]: boolean };

export type FeatureGate = keyof typeof GATE_DEFAULTS;

/** Those that are not as by default. */
export type FeatureGates = { readonly [gate in FeatureGate]?: boolean };

export function isGateOn(gates: FeatureGates | undefined, gate: FeatureGate): boolean {
  return gates?.[gate] ?? GATE_DEFAULTS[gate];
}

/** Why these gates can't be set, in Kubernetes' words; undefined when they can. */
export function unknownGate(gates: FeatureGates | undefined): string | undefined {
  const unknown = Object.keys(gates ?? {}).find((gate) => !Object.hasOwn(GATE_DEFAULTS, gate));
  return unknown === undefined ? undefined : `unrecognized feature gate: ${unknown}`;
}

/** What kube-controller-manager is told about autoscalers by its flags, and two figures that are fixed there. */
export interface Settings {
  /** `--horizontal-pod-autoscaler-tolerance`, in both directions. */
  readonly tolerance: number;
  /** `--horizontal-pod-autoscaler-cpu-initialization-period` */
  readonly cpuInitializationMs: number;
  /** `--horizontal-pod-autoscaler-initial-readiness-delay` */
  readonly initialReadinessMs: number;
  /** `--horizontal-pod-autoscaler-downscale-stabilization` */
  readonly downscaleStabilizationMs: number;
  /** Without `spec.behavior`, so many times the replicas at once. */
  readonly scaleUpFactor: number;
  /** But so many in any case. */
  readonly scaleUpMinimum: number;
}

export const SETTINGS: Settings = {
  tolerance: 0.1,
  cpuInitializationMs: 5 * 60_000,
  initialReadinessMs: 30_000,
  downscaleStabilizationMs: 5 * 60_000,
  scaleUpFactor: 2,
  scaleUpMinimum: 4,
};

import type { FeatureGates } from '../../api/feature-gates.ts';
import type { KubeObject } from '../../api/object.ts';
import type { JsonObject, Quantity } from '../../api/scalars.ts';
import type { Taint } from '../../api/types.gen.ts';

/** A machine that a kubelet runs on: what the world is, before the API knows of it. */
export interface MachineSpec {
  readonly name: string;
  readonly cpu: Quantity;
  readonly memory: Quantity;
  /** Most pods it takes; 110 by default. */
  readonly pods?: number;
  /** Becomes the label topology.kubernetes.io/zone. */
  readonly zone?: string;
  readonly labels?: { readonly [key: string]: string };
  readonly taints?: readonly Taint[];
  /** Extended resources: `example.com/gpu` → quantity. */
  readonly extended?: { readonly [name: string]: Quantity };
}

/** The range of every kubeadm cluster. */
export const DEFAULT_SERVICE_CIDR = '10.96.0.0/12';

/** The storage driver of a cluster whose volumes are provisioned, which is the name of its provisioner too. */
export const VOLUME_DRIVER = 'volumes.kubarium.dev';
/** Its other parts, as their Events are signed. */
export const VOLUME_ATTACHER = `external-attacher ${VOLUME_DRIVER}`;
export const VOLUME_RESIZER = `external-resizer ${VOLUME_DRIVER}`;

/** The component that answers for metrics.k8s.io. */
export const METRICS_SERVER = 'metrics-server';

/** The machines of the control plane, which are no Nodes: hosts `control-plane-1` and on. */
export interface ControlPlaneSpec {
  /** How many kube-schedulers and kube-controller-managers there are, 1 to 3; 1 by default. One of each leads. */
  readonly replicas?: number;
  /** False: the one of each works without a Lease, as in the recordings of a real control plane. */
  readonly leaderElection?: boolean;
}

/** What a cluster is made of when it is switched on. */
export interface ClusterSpec {
  /** Virtual time at boot, milliseconds since the epoch. */
  readonly startTime: number;
  readonly machines: readonly MachineSpec[];
  /**
   * `registry`: images must be pulled from the simulated registry, which takes time and knows only the catalogue.
   * `preloaded`: every image is on every machine already (tag `missing` apart), as in the recordings of a real control plane.
   */
  readonly images: 'registry' | 'preloaded';
  /**
   * `provisioned`: there is storage that volumes are made of, and a default StorageClass `standard` for it. By default there is none,
   * as in a bare control plane.
   */
  readonly volumes?: 'provisioned';
  /** `served`: a metrics-server measures what nodes and pods use. By default there is none, as in a bare control plane. */
  readonly metrics?: 'served';
  /** Those that are not as by default in 1.36. */
  readonly featureGates?: FeatureGates;
  readonly controlPlane?: ControlPlaneSpec;
  /** Address range of Service cluster IPs; 10.96.0.0/12 by default. */
  readonly serviceCidr?: string;
  /** The KubeSchedulerConfiguration that the scheduler starts with; the usual one by default. */
  readonly scheduler?: JsonObject;
  /**
   * Address range of pods, out of which every Node gets 256 addresses. By default nobody gives any out, as in a bare control plane:
   * machines have theirs all the same.
   */
  readonly clusterCidr?: string;
  /** What is already there when somebody first looks: created by the administrator so long after the boot. */
  readonly workload?: { readonly afterMs: number; readonly objects: readonly KubeObject[] };
}

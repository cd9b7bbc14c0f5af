/** Storytelling for the picture: bounded, not part of the cluster's state, may be dropped without harm. */
export type Hint =
  /** One request over the network: from a pod (`namespace/name`, or '' for outside) to a pod, through a Service (`namespace/name`, or ''). */
  | {
      readonly type: 'packet';
      readonly at: number;
      readonly from: string;
      readonly to: string;
      readonly service: string;
      readonly ok: boolean;
    }
  /** The scheduler decided: `node` is '' when none fits. */
  | { readonly type: 'verdict'; readonly at: number; readonly pod: string; readonly node: string };

/** What one pod's affinity asks for, term by term, and whether it has it where it is. */
export interface AffinityAccount {
  /** Its node, or '' while it has none. */
  readonly node: string;
  readonly terms: readonly AffinityTermAccount[];
  /** What is wrong with its terms, if they can't be understood. */
  readonly flaw: string;
}

export interface AffinityTermAccount {
  /** `node`: a nodeSelector, or node affinity. `pod` and `anti`: near pods, or away from them. */
  readonly about: 'node' | 'pod' | 'anti';
  /** 0 for what is required. */
  readonly weight: number;
  /** The selector in kubectl's words. */
  readonly words: string;
  /** '' for those about nodes. */
  readonly topologyKey: string;
  /** Names of the nodes that the term is for, or against. */
  readonly nodes: readonly string[];
  /** Pods that it means, by `namespace/name`, the first of them; and how many there are. */
  readonly pods: readonly string[];
  readonly podCount: number;
  /** Undefined while the pod has no node. */
  readonly holds: boolean | undefined;
}

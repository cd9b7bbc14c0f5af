/** One request as the audit trail tells it (audit.k8s.io/v1 Event at the level Metadata). */
export interface AuditRecord {
  /** Virtual time, milliseconds since the epoch. */
  readonly at: number;
  readonly user: string;
  readonly groups: readonly string[];
  /** Whom the user spoke for. */
  readonly impersonated?: string;
  readonly verb: string;
  /** What no resource has is ''. */
  readonly group: string;
  readonly resource: string;
  readonly subresource: string;
  readonly namespace: string;
  readonly name: string;
  readonly path?: string;
  readonly decision: 'allow' | 'forbid';
  /** `RBAC: allowed by …`, or why nothing allows it. */
  readonly reason: string;
  readonly code: number;
  /** What admission had to say: `pod-security.kubernetes.io/audit-violations`. */
  readonly annotations?: { readonly [key: string]: string };
  readonly stages: readonly Stage[];
}

export type Stage = 'RequestReceived' | 'ResponseStarted' | 'ResponseComplete';

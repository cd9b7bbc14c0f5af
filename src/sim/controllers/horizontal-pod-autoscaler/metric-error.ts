/** Why a number of replicas can't be reckoned, in Kubernetes' words. */
export class MetricError extends Error {}

import type { Fidelity } from '../../fidelity.ts';

export const resourceQuotaFidelity: Fidelity = {
  ResourceQuota: { simulated: 'apiVersion kind metadata spec status' },
  ResourceQuotaSpec: { simulated: 'hard scopeSelector scopes' },
  ResourceQuotaStatus: { simulated: 'hard used' },
  ScopeSelector: { simulated: 'matchExpressions' },
  ScopedResourceSelectorRequirement: { simulated: 'operator scopeName values' },
};

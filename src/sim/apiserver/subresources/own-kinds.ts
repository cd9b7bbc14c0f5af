/** Kinds that only subresources have. */
export const BINDING = {
  type: { group: '', version: 'v1', kind: 'Binding', resource: 'bindings', namespaced: true },
  schema: 'Binding',
} as const;
export const EVICTION = {
  type: { group: 'policy', version: 'v1', kind: 'Eviction', resource: 'evictions', namespaced: true },
  schema: 'Eviction',
} as const;

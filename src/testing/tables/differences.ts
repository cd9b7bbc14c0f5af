/** By reason, cases of the tables that come out otherwise here. The tests alone look at this; the runner counts them as failed. */
const BY_REASON: { readonly [reason: string]: string } = {
  'its gate is not the default':
    'update-Pod-061 update-Pod-087 update-Pod-090 update-PersistentVolume-020 update-PersistentVolume-021 ' +
    'update-PersistentVolume-062 update-PersistentVolumeClaim-018 update-PersistentVolumeClaim-024 update-PersistentVolumeClaim-045',
  'it is not recorded that its gate was off': 'binder-sync-048',
  'tolerations with Gt and Lt: the gate is off in 1.36':
    'taint-filter-011 taint-filter-013 taint-filter-017 taint-score-006 taint-score-007',
  'the scheduler has its default configuration and no other':
    'balanced-allocation-007 fit-enough-pods-030 fit-enough-pods-033 least-allocated-010 least-allocated-013 fit-score-001 ' +
    'fit-score-002 fit-score-005 fit-score-006 fit-score-008 node-affinity-score-008',
  'devices are not simulated': 'balanced-allocation-010 balanced-allocation-011 fit-enough-pods-048 fit-score-010',
  'the API server refuses such a selector, so the scheduler never sees it':
    'interpod-filter-one-020 interpod-filter-one-021 interpod-score-018 interpod-score-019 node-affinity-filter-018 ' +
    'node-affinity-score-003',
  'undecided as recorded: start times that differ by less than a second':
    'select-best-candidate-007 select-best-candidate-008 select-best-candidate-009',
  'JSON has one kind of numbers': 'has-conflicts-028',
  'the server makes wide cells for every client and cuts nothing': 'rows-215',
  'a version that a 1.36 server does not serve unless told to': 'rows-009 rows-077 rows-154 rows-155 rows-189 rows-191',
};

export const DIFFERENCES: ReadonlyMap<string, string> = new Map(
  Object.entries(BY_REASON).flatMap(([reason, names]) => names.split(' ').map((name) => [name, reason] as const)),
);

import type { Action } from './action.ts';

/** The process has two names: that of its file, and that of its station in the picture. */
const SCHEDULERS: ReadonlySet<string> = new Set(['kube-scheduler', 'default-scheduler']);

/** The configuration is a text like any other: it is read, changed and applied in the editor. */
export const editScheduler: Action = {
  id: 'edit-scheduler',
  label: 'action.editScheduler',
  applies: ({ kind, name }) => kind === 'Cluster' || (kind === 'Station' && SCHEDULERS.has(name)),
  line: () => '',
  instead: 'instead.editScheduler',
  request: () => ({ type: 'page', run: async (engine) => (await import('./open-scheduler-file.ts')).openSchedulerFile(engine) }),
};

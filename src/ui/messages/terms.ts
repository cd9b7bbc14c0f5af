import type { PlainKey, Translate } from './index.ts';

/** Kubernetes' words that deserve a sentence where they are met. */
const TERMS: { readonly [word: string]: PlainKey } = {
  Pending: 'term.Pending',
  ContainerCreating: 'term.ContainerCreating',
  ErrImagePull: 'term.ErrImagePull',
  ImagePullBackOff: 'term.ImagePullBackOff',
  CrashLoopBackOff: 'term.CrashLoopBackOff',
  Completed: 'term.Completed',
  Error: 'term.Error',
  OOMKilled: 'term.OOMKilled',
  Terminating: 'term.Terminating',
  CreateContainerConfigError: 'term.CreateContainerConfigError',
  NodeLost: 'term.NodeLost',
  NodeStatusUnknown: 'term.NodeStatusUnknown',
  ProgressDeadlineExceeded: 'term.ProgressDeadlineExceeded',
  FailedCreate: 'term.FailedCreate',
  Suspended: 'term.Suspended',
  Released: 'term.Released',
  Lost: 'term.Lost',
};

/** '' for a word that speaks for itself. */
export function termOf(t: Translate, word: string): string {
  const key = TERMS[word];
  return key === undefined ? '' : t(key);
}

import { CommandError } from '../../errors.ts';
import type { Access } from '../../kubeconfig/files.ts';
import type { Session } from '../../session.ts';

/** The kubeconfig files of a run. */
export function accessOf({ kubeconfig }: Session): Access {
  if (kubeconfig === undefined) throw new CommandError('there is no kubeconfig here');
  return kubeconfig;
}

/** As Go prints a list of words. */
export function goList(words: readonly string[]): string {
  return `[${words.join(' ')}]`;
}

export function unexpected(args: readonly string[]): CommandError {
  return new CommandError(`Unexpected args: ${goList(args)}`);
}

export function refuse(when: boolean, why: string): void {
  if (when) throw new CommandError(why);
}

import type { KubeObject } from '../../api/object.ts';
import type { RequestBody } from '../../protocol/messages.ts';
import type { Engine } from '../engine/engine.ts';
import type { FrameStore } from '../engine/frame-store.ts';
import type { PlainKey } from '../messages/index.ts';
import type { Target } from '../state/selection.ts';

/**
 * Something a person can do to the cluster. One file per family and one line in the registry bring it into the inspector,
 * the context menu and the palette. What kubectl can do is done by running that very kubectl line.
 */
export interface Action {
  readonly id: string;
  readonly label: PlainKey;
  /** Takes something away. */
  readonly destroys?: true;
  /** Asked before it runs; its answer is handed to `line` and `request`. */
  readonly question?: Question;
  /** `flags` are the NodeFlag bits of a node, 0 otherwise. */
  applies(target: Target, flags: number): boolean;
  /** Would it change this object? Not asked where the object is not at hand. */
  suits?(object: KubeObject): boolean;
  /** The line that a person would type for the same effect; '' where kubectl has no word for it (see `instead`). */
  line(target: Target, answer: string): string;
  /** For what kubectl can't do: what it stands for in the world. */
  readonly instead?: PlainKey;
  /** What to say when it was done; kubectl says it itself. */
  done?(target: Target): string;
  request(target: Target, answer: string, frames: FrameStore): ActionRequest;
}

type ActionRequest =
  | Extract<RequestBody, { readonly type: 'kubectl' | 'fault' | 'traffic' }>
  /** The page itself does it, and changes nothing in the cluster. */
  | { readonly type: 'page'; run(engine: Engine): Promise<void> };

interface Question {
  readonly label: PlainKey;
  readonly type: 'number' | 'text';
  /** Where the answer starts, from the object as it is now. */
  initial(object: KubeObject | undefined): string;
  /** Is this an answer? */
  accepts(answer: string): boolean;
}

interface KubectlAction extends Pick<Action, 'id' | 'label' | 'destroys' | 'question' | 'applies' | 'suits'> {
  /** Words after `kubectl`, before the namespace. */
  words(target: Target, answer: string): readonly string[];
}

export function kubectlAction(action: KubectlAction): Action {
  const { id, label, destroys, question, suits } = action;
  const line = (target: Target, answer: string): string => kubectlLine(target, action.words(target, answer));
  return {
    id,
    label,
    ...(destroys ? { destroys } : {}),
    ...(question ? { question } : {}),
    ...(suits ? { suits } : {}),
    applies: (target, flags) => action.applies(target, flags),
    line,
    request: (target, answer) => ({ type: 'kubectl', line: line(target, answer), files: {} }),
  };
}

/** The namespace is said unless it is the default one. */
export function kubectlLine({ namespace }: Target, words: readonly string[]): string {
  const flags = namespace === '' || namespace === 'default' ? [] : ['-n', namespace];
  return ['kubectl', ...words, ...flags].map(shellWord).join(' ');
}

/** The line as far as it is known before its question is answered. */
export function openLine(action: Action, target: Target): string {
  return action.line(target, '…').replace("'…'", '…');
}

/** As it is typed, in quotes where it needs them. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** `pod`, `deployment`: the word kubectl knows a kind by. */
export function kindWord({ kind }: Target): string {
  return kind.toLowerCase();
}

/** `deployment/web`. */
export function slashName(target: Target): string {
  return `${kindWord(target)}/${target.name}`;
}

import type { StoryAct, StoryBeat } from '../../protocol/story.ts';

/** What a sentence is made of. */
export interface Said {
  readonly beat: StoryBeat;
  /** The actor, as one speaks of it. */
  readonly who: string;
  /** Those it is about. */
  readonly whom: string;
  /** What the beat that led to it was. */
  readonly before: StoryAct | undefined;
}

export interface CaptionWords {
  readonly scheduler: string;
  readonly garbageCollector: string;
  kubelet(nodes: readonly string[]): string;
  controller(name: string): string;
  things(beat: StoryBeat): string;
  readonly acts: { readonly [Act in StoryAct]: (said: Said) => string };
}

export const captions: CaptionWords = {
  scheduler: 'the scheduler',
  garbageCollector: 'the garbage collector',
  kubelet: (nodes) => {
    if (nodes.length === 0) return 'the kubelet';
    return nodes.length === 1 ? `the kubelet of ${nodes[0] ?? ''}` : `the kubelets of ${listed(nodes)}`;
  },
  controller: (name) => `the ${name} controller`,
  things,
  acts: {
    create: ({ who, whom, before, beat: { detail } }) => {
      if (before === 'evict' || before === 'delete' || before === 'gone')
        return `${who} sees that pods of ${detail['owner'] ?? ''} are going, and makes ${whom} in their place.`;
      if (detail['service'] !== undefined) return `${who} makes ${whom} for the Service ${detail['service']}.`;
      return detail['owner'] === undefined ? `${who} creates ${whom}.` : `${who} sees it, and makes ${whom} for ${detail['owner']}.`;
    },
    change: ({ who, whom }) => `${who} changes ${whom}.`,
    scale: ({ who, whom, beat: { detail } }) => `${who} scales ${whom} from ${detail['from'] ?? ''} to ${detail['to'] ?? ''}.`,
    image: ({ who, whom, beat: { detail } }) => `${who} changes the image of ${whom}: ${detail['from'] ?? ''} → ${detail['to'] ?? ''}.`,
    delete: ({ who, whom }) => `${who} marks ${whom} for deletion.`,
    gone: ({ who, whom, beat: { actor, count } }) => {
      if (actor === 'kubelet') return `${who} reports that nothing of ${whom} runs any more: ${count === 1 ? 'it is' : 'they are'} gone.`;
      return actor === 'garbage-collector-controller'
        ? `${who} sees that the owner is gone, and deletes ${whom}.`
        : `${who} deletes ${whom}.`;
    },
    evict: ({ who, whom, beat }) => `${who} evicts ${whom}: the taints of ${nodeOf(beat)} are tolerated no longer.`,
    bind: ({ who, whom, beat: { count, subjects, detail } }) =>
      count === 1
        ? `${who} chooses ${subjects[0]?.node ?? ''} for ${whom}${best(Number(detail['feasible'] ?? 0))}.`
        : `${who} chooses a node for each of ${count} pods${spread(subjects)}.`,
    nowhere: ({ who, whom, beat: { detail } }) => `${who} finds no node for ${whom}: ${detail['message'] ?? ''}`,
    pull: ({ who, beat: { subjects, detail } }) => `${who} pull${several(subjects) ? '' : 's'} the image ${detail['image'] ?? ''}.`,
    start: ({ who, whom, beat: { subjects } }) => `${who} start${several(subjects) ? '' : 's'} the containers of ${whom}.`,
    stop: ({ who, whom, beat: { subjects } }) => `${who} stop${several(subjects) ? '' : 's'} the containers of ${whom}.`,
    exit: ({ whom, beat: { detail } }) => `The container ${detail['container'] ?? ''} of ${whom} has exited with ${detail['code'] ?? ''}.`,
    ready: ({ who, whom, beat: { count } }) => `${whom} ${count === 1 ? 'is' : 'are'} ready, as ${who} found.`,
    unready: ({ who, whom, beat: { actor, count } }) =>
      actor === 'kubelet' ? `${whom} ${count === 1 ? 'is' : 'are'} no longer ready.` : `${who} marks ${whom} as not ready.`,
    finish: ({ whom, beat: { count, detail } }) => `${whom} ${count === 1 ? 'has' : 'have'} ended: ${detail['phase'] ?? ''}.`,
    join: ({ whom, beat: { count, detail } }) =>
      `The endpoint slice of Service ${detail['service'] ?? ''} takes in ${whom}: requests reach ${count === 1 ? 'it' : 'them'} now.`,
    leave: ({ whom, beat: { count, detail } }) =>
      `The endpoint slice of Service ${detail['service'] ?? ''} lets go of ${whom}: no new requests reach ${count === 1 ? 'it' : 'them'}.`,
    'node-lost': ({ who, whom, beat: { detail } }) =>
      detail['status'] === 'Unknown' ? `${who} has not heard of ${whom} for too long, and calls it not ready.` : `${whom} is not ready.`,
    'node-back': ({ whom }) => `${whom} is ready.`,
    taint: ({ who, whom, beat: { detail } }) => `${who} taints ${whom}: ${detail['taints'] ?? ''}.`,
    untaint: ({ who, whom, beat: { detail } }) => `${who} takes a taint off ${whom}: ${detail['taints'] ?? ''}.`,
    cordon: ({ who, whom }) => `${who} cordons ${whom}: no new pods are placed there.`,
    uncordon: ({ who, whom }) => `${who} lets pods be placed on ${whom} again.`,
    fault: ({ whom, beat: { detail } }) =>
      FAULTS[detail['fault'] ?? '']?.(whom, detail['part'] ?? '') ?? `${detail['fault'] ?? ''}: ${whom}.`,
    trouble: ({ who, whom, beat: { detail } }) => `${who} warns of ${whom}: ${detail['reason'] ?? ''}. ${detail['message'] ?? ''}`,
    nothing: () => 'Nothing followed.',
    note: ({ who, beat: { detail } }) => `${who}: ${detail['message'] ?? ''}.`,
  },
};

const FAULTS: Readonly<Record<string, (whom: string, part: string) => string>> = {
  'node-add': (whom) => `A new machine joins: ${whom}.`,
  'node-remove': (whom) => `${whom} is taken away for good.`,
  'node-stop': (whom) => `${whom} loses its power. Its kubelet falls silent, and nobody else knows yet.`,
  'node-start': (whom) => `${whom} has power again.`,
  'node-disconnect': (whom) => `${whom} loses its connection to the control plane.`,
  'node-reconnect': (whom) => `${whom} has its connection again.`,
  'component-stop': (whom, part) => (part === 'kubelet' ? `The kubelet of ${whom} is stopped.` : `${part || whom} is stopped.`),
  'component-start': (whom, part) => (part === 'kubelet' ? `The kubelet of ${whom} is started.` : `${part || whom} is started.`),
  'container-crash': (whom) => `The process of ${whom} dies.`,
};

function things({ subjects, count }: StoryBeat): string {
  const [first] = subjects;
  if (first === undefined) return '';
  if (count > 1) return first.kind === 'Pod' ? `${count} pods` : `${count} ${first.kind}s`;
  if (first.kind === 'Pod') return `the pod ${first.name}`;
  return first.kind === 'Node' || first.kind === 'Station' ? first.name : `the ${first.kind} ${first.name}`;
}

function best(feasible: number): string {
  if (feasible === 0) return '';
  return feasible === 1 ? ': the only node that fits' : `: the best of ${feasible} nodes that fit`;
}

const MOST_NAMED = 3;

/** Where they go, when there are few. */
function spread(subjects: StoryBeat['subjects']): string {
  if (subjects.length > MOST_NAMED) return '';
  return `: ${subjects.map(({ name, node }) => `${name.slice(name.lastIndexOf('-') + 1)} → ${node}`).join(', ')}`;
}

function several(subjects: StoryBeat['subjects']): boolean {
  return new Set(subjects.map(({ node }) => node)).size > 1;
}

function nodeOf({ subjects }: StoryBeat): string {
  return listed([...new Set(subjects.map(({ node }) => node))]);
}

function listed(names: readonly string[]): string {
  const shown = names.length > MOST_NAMED ? [...names.slice(0, MOST_NAMED - 1), `${names.length - MOST_NAMED + 1} more`] : names;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1) ?? ''}`;
}

export const words = {
  title: 'What followed',
  step: (at: number, of: number, goesOn: boolean): string => `${at} of ${of}${goesOn ? '+' : ''}`,
  because: (at: number): string => `follows from ${at}`,
  back: 'Back',
  next: 'Next',
  play: 'Go on by itself',
  hold: 'Hold',
  leave: 'Leave',
  waiting: (time: string): string => `Time passes … ${time}`,
  past: (time: string, faded: boolean): string =>
    `Looking back: the picture is ${time} ahead${faded ? ', and what came later is faded' : ''}.`,
  end: 'Nothing more is under way.',
  none: 'Nobody has done anything yet that could be followed.',
  noneOfObject: 'The trace no longer knows how it came about.',
  unavailable: 'This cluster keeps no trace.',
  keys: 'Left and right arrow: back and next. Space: hold or go on. Escape: leave.',
  more: (count: number): string => `and ${count} more`,
};

/** What the guide says after something was done. It comes with the first thing that was tried. */

/** Names are shortened already; `owner` is kind and name. */
interface Replaced {
  readonly owner: string;
  readonly wanted: number | undefined;
  readonly maker: string;
  readonly successor: string;
}

const en = {
  asked: (name: string) => `You asked for the end of ${name}.`,
  dying: (name: string) => `${name} is told to end: its tile is hatched until its processes have stopped.`,
  still: (name: string) => `${name} is told to end. Time stands still: press play to see what follows.`,
  gone: (name: string) => `${name} is gone.`,
  alone: (name: string) => `${name} is gone for good: it had no controller that would make another.`,
  deleted: (name: string) => `You deleted ${name}. `,
  replaced: ({ owner, wanted, maker, successor }: Replaced) =>
    wanted === undefined
      ? `${owner} misses it, so ${maker} made ${successor}.`
      : `${owner} wants ${wanted} ${wanted === 1 ? 'pod' : 'pods'}, so ${maker} made ${successor}.`,
  rule: 'A pod that has a controller is replaced; one without stays gone.',
  why: 'See why',
};

export type AftermathWords = typeof en;

const zh: AftermathWords = {
  asked: (name) => `你要求删除 ${name}。`,
  dying: (name) => `${name} 收到终止通知：进程停下之前，它的格子画着斜线。`,
  still: (name) => `${name} 收到终止通知。时间停着：按播放，看接下来发生什么。`,
  gone: (name) => `${name} 已经消失。`,
  alone: (name) => `${name} 不会回来了：没有控制器为它再造一个。`,
  deleted: (name) => `你删除了 ${name}。`,
  replaced: ({ owner, wanted, maker, successor }) =>
    wanted === undefined
      ? `${owner} 少了它，于是 ${maker} 造了 ${successor}。`
      : `${owner} 要 ${wanted} 个 Pod，于是 ${maker} 造了 ${successor}。`,
  rule: '有控制器的 Pod 会被补上；没有的，删了就不再回来。',
  why: '看原因',
};

export const aftermathWords = { en, zh };

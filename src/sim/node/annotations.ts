/** Annotations `sim/…` by which a manifest tells its containers what to do, whatever their image. */
import type { Pod } from '../../api/types.gen.ts';

export interface Directions {
  /** Regular containers exit with this, after `runMs`. */
  readonly exitCode: number | undefined;
  readonly runMs: number;
  readonly neverReady: boolean;
  readonly readyMs: number;
  /** From SIGTERM to the exit; undefined when the image decides. */
  readonly termMs: number | undefined;
  /** Exits with 1 while it was restarted less often. */
  readonly failTimes: number;
  readonly initFails: boolean;
  readonly initMs: number | undefined;
}

const NONE: Directions = {
  exitCode: undefined,
  runMs: 1000,
  neverReady: false,
  readyMs: 0,
  termMs: undefined,
  failTimes: 0,
  initFails: false,
  initMs: undefined,
};

const PREFIX = 'sim/';

export function directionsOf(pod: Pod): Directions {
  const { annotations } = pod.metadata;
  if (annotations === undefined) return NONE;
  for (const key in annotations) if (key.startsWith(PREFIX)) return read(annotations);
  return NONE;
}

function read(annotations: { readonly [key: string]: string }): Directions {
  const text = (name: string) => annotations[PREFIX + name];
  const ms = (name: string) => (text(name) === undefined ? undefined : Math.max(0, Number(text(name)) || 0) * 1000);
  const crashes = text('crash') === 'true';
  const failing = (text('fail-indexes') ?? '').split(',').includes(annotations['batch.kubernetes.io/job-completion-index'] ?? 'none');
  const declared = text('exit-code') === undefined ? undefined : Math.max(0, Math.min(255, Math.trunc(Number(text('exit-code'))) || 0));
  return {
    exitCode: crashes || failing ? 1 : declared,
    runMs: ms('run-seconds') ?? NONE.runMs,
    neverReady: text('never-ready') === 'true',
    readyMs: ms('ready-seconds') ?? 0,
    termMs: ms('term-seconds'),
    failTimes: Number(text('fail-times')) || 0,
    initFails: text('init-fail') === 'true',
    initMs: ms('init-seconds'),
  };
}

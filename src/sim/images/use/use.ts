/**
 * What containers take of their machines: a model in place of measurements. Figures are of the size that such programs show in real
 * clusters: what each takes while nobody asks anything of it, while it starts, and for each request.
 */
import type { Call } from '../image.ts';
import type { ImageWorld } from '../world.ts';
import { PROGRAMS } from './programs.ts';
import { scriptUse } from './scripts.ts';
import { unknownUse } from './unknown.ts';

export interface Use {
  /** Thousandths of a cpu while nobody asks anything. */
  readonly idleMilli: number;
  /** Thousandths of a cpu for the first `ms` milliseconds. */
  readonly start?: { readonly milli: number; readonly ms: number };
  /** Milliseconds of cpu time that a request takes; 1 by default. */
  readonly requestMs?: number;
  /** The working set once it is up, in MiB. */
  readonly memoryMiB: number;
}

/** What a container asks for; 0 for nothing. */
export interface Requested {
  readonly cpuMilli: number;
  readonly memoryBytes: number;
}

export function useOf(images: ImageWorld, call: Call, requested: Requested): Use {
  const definition = images.imageOf(call.repository);
  const argv = [...call.command, ...call.args];
  if (definition.run(call).script !== undefined) return scriptUse(argv);
  const own = PROGRAMS[definition.name];
  return own ?? unknownUse(call.repository, argv, requested);
}

/** What shell scripts take, as can be told from their text: most sleep, some turn in circles, and a few are there to make load. */
import { quantityValue } from '../../../api/quantity.ts';
import type { Use } from './use.ts';

const CORE = 1000;
const MIB = 1024 * 1024;
/** Of cpu time for one turn of a loop: a process or two are started and end. */
const TURN_MS = 1.5;

export function scriptUse(argv: readonly string[]): Use {
  const text = argv.join(' ');
  return stressUse('', text.split(/[\s;&|]+/)) ?? { idleMilli: loopMilli(text), memoryMiB: 1 };
}

/** Of `stress`, `stress-ng`, and the image of Kubernetes' own tasks; undefined for other programs. */
export function stressUse(repository: string, argv: readonly string[]): Use | undefined {
  const isOwn = /(^|\/)(vish\/|polinux\/|progrium\/|alexeiled\/)?stress(-ng)?$/.test(repository);
  const at = argv.findIndex((word) => /(^|\/)stress(-ng)?$/.test(word));
  if (at < 0 && !isOwn) return undefined;
  const args = argv.slice(at + 1);
  const workers = numberOf(args, '--vm', '-m') ?? 0;
  const cpus = (numberOf(args, '--cpu', '-c', '-cpus', '--cpus') ?? 0) + (numberOf(args, '--io', '-i') ?? 0) * 0.2;
  // A worker that hangs on to its memory does nothing else.
  const busy = cpus + (numberOf(args, '--vm-hang') === undefined ? workers : 0);
  const bytes = workers * bytesOf(valueOf(args, '--vm-bytes') ?? '256M') + bytesOf(valueOf(args, '-mem-total', '--mem-total') ?? '0');
  return { idleMilli: busy * CORE, memoryMiB: 1 + bytes / MIB };
}

function valueOf(args: readonly string[], ...names: readonly string[]): string | undefined {
  for (const [index, arg] of args.entries())
    for (const name of names) {
      if (arg === name) return args[index + 1];
      if (arg.startsWith(`${name}=`)) return arg.slice(name.length + 1);
    }
  return undefined;
}

function numberOf(args: readonly string[], ...names: readonly string[]): number | undefined {
  const number = Number(valueOf(args, ...names));
  return Number.isNaN(number) ? undefined : Math.max(0, number);
}

/** `150M` of stress is binary, `150Mi` of Kubernetes as well. */
function bytesOf(text: string): number {
  const plain = /^(\d+)([BKMGbkmg]?)$/.exec(text);
  if (plain !== null) return Number(plain[1]) * 1024 ** ' KMG'.indexOf(plain[2]?.toUpperCase().replace('B', '') || ' ');
  return /^\d+(\.\d+)?[KMGT]i$/.test(text) ? quantityValue(text) : 0;
}

const BUSY = /\byes\b|\/dev\/zero|\/dev\/urandom|\bmd5sum\b|\bsha\d+sum\b/g;
const LOOP = /\bwhile\s+(true|:|\[\s*1\s*\])|\buntil\s+false|\bfor\s*\(\(/;
const WAITS = /\bsleep\b|\bread\b|\bnc\b|\bwait\b|\btail\b/;

function loopMilli(text: string): number {
  const busy = text.match(BUSY)?.length ?? 0;
  if (busy > 0) return CORE;
  const pauses = [...text.matchAll(/\bsleep\s+(\d*\.?\d+)/g)].map(([, seconds]) => Number(seconds) * 1000);
  if (/\bwhile\b|\buntil\b/.test(text) && pauses.length > 0)
    return Math.min(CORE, (CORE * TURN_MS) / Math.max(TURN_MS, Math.min(...pauses)));
  if (!LOOP.test(text) || WAITS.test(text)) return 0;
  // Who asks others waits for their answers half of the time.
  return /\bwget\b|\bcurl\b/.test(text) ? CORE / 2 : CORE;
}

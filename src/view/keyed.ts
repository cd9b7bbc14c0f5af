import type { Frame } from './frame.ts';
import type { podNamed } from './named.ts';
import type { FrameSource } from './source.ts';

/** By `namespace/name`; '' names nothing. */
export function keyedRow(find: typeof podNamed, frame: Frame, source: FrameSource, key: string, near?: number): number {
  if (key === '') return -1;
  const { namespace, name } = nameOf(key);
  return find(frame, source, namespace, name, near);
}

/** `namespace/name` taken apart. */
export function nameOf(key: string): { readonly namespace: string; readonly name: string } {
  const slash = key.indexOf('/');
  return { namespace: key.slice(0, slash), name: key.slice(slash + 1) };
}

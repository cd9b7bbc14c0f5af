/** The images of the cluster that a first visit sees; all others are needed when somebody names them. */
import { hostname } from './hostname/hostname.ts';
import type { ImageDefinition } from './image.ts';
import { nginx } from './nginx/nginx.ts';

const BASIC: readonly ImageDefinition[] = [hostname, nginx];

/** The same definition that the registry has, or undefined. */
export function basicImageOf(repository: string): ImageDefinition | undefined {
  return BASIC.find(({ repositories }) => repositories.includes(repository));
}

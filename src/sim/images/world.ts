import type { ImageDefinition } from './image.ts';
import type { Logs } from './log/log.ts';
import type { Shell } from './shell/shell.ts';

/** What machines can pull, and what runs in containers. Kubelets are built with one. */
export interface ImageWorld {
  /** Every name is an image: those that nobody knows are servers on the ports that the manifest declares. */
  imageOf(repository: string): ImageDefinition;
  readonly shell: Shell;
  readonly logs: Logs;
}

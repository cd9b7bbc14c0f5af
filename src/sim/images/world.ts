import type { ImageDefinition } from './image.ts';
import type { readLog } from './log/read.ts';
import type { Shell } from './shell/shell.ts';

/** What machines can pull, and what runs in containers. Kubelets are built with one. */
export interface ImageWorld {
  /** Every name is an image: those that nobody knows are servers on the ports that the manifest declares. */
  imageOf(repository: string): ImageDefinition;
  readonly shell: Shell;
  /** What somebody reads who asks for a container's log. */
  readonly readLog: typeof readLog;
}

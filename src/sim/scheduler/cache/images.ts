import type { ContainerImage } from '../../../api/types.gen.ts';

/** Where an image lies already, for ImageLocality. */
export interface ImageState {
  readonly sizeBytes: number;
  /** Slots of the nodes that have it. */
  readonly nodes: Set<number>;
}

type Images = Map<string, ImageState>;

export function addImages(images: Images, slot: number, list: readonly ContainerImage[] | undefined): void {
  for (const { names = [], sizeBytes = 0 } of list ?? []) {
    for (const name of names) {
      const state = images.get(name);
      if (state === undefined) images.set(name, { sizeBytes, nodes: new Set([slot]) });
      else state.nodes.add(slot);
    }
  }
}

export function removeImages(images: Images, slot: number, list: readonly ContainerImage[] | undefined): void {
  for (const { names = [] } of list ?? []) {
    for (const name of names) {
      const state = images.get(name);
      state?.nodes.delete(slot);
      if (state?.nodes.size === 0) images.delete(name);
    }
  }
}

/** Adds `:latest` to a name that has no tag after its last slash. */
export function normalisedImageName(name: string): string {
  return name.lastIndexOf(':') <= name.lastIndexOf('/') ? `${name}:latest` : name;
}

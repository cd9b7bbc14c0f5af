import { type ImageState, normalisedImageName } from '../../cache/images.ts';
import { visitingOrder } from '../../cache/cluster-cache.ts';
import { type Cycle, defineSchedulerPlugin } from '../../framework/plugin.ts';

const MEBIBYTE = 1024 * 1024;
const SMALLEST = 23 * MEBIBYTE;
const LARGEST_PER_CONTAINER = 1000 * MEBIBYTE;

interface Images {
  readonly found: readonly { readonly state: ImageState; readonly worth: number }[];
  readonly largest: number;
}

/** Prefers nodes that have the pod's images already, an image counting less if few nodes have it. */
export const imageLocality = defineSchedulerPlugin<unknown, Images>({
  name: 'ImageLocality',
  preScore(cycle) {
    const images = imagesOf(cycle);
    return images.found.length === 0 ? { everyone: 0 } : { state: images };
  },
  score(_cycle, node, { found, largest }) {
    let sum = 0;
    for (const { state, worth } of found) if (state.nodes.has(node.slot)) sum += worth;
    if (sum <= SMALLEST) return 0;
    return Math.trunc((100 * (Math.min(sum, largest) - SMALLEST)) / (largest - SMALLEST));
  },
});

function imagesOf({ spec, cache }: Cycle): Images {
  const found: { state: ImageState; worth: number }[] = [];
  const nodes = visitingOrder(cache).length;
  const add = (image: string | undefined): void => {
    const state = image === undefined ? undefined : cache.images.get(normalisedImageName(image));
    if (state !== undefined) found.push({ state, worth: Math.trunc(state.sizeBytes * (state.nodes.size / nodes)) });
  };
  const init = spec.initContainers ?? [];
  for (const { image } of init) add(image);
  for (const { image } of spec.containers) add(image);
  for (const { image } of spec.volumes ?? []) add(image?.reference);
  return { found, largest: LARGEST_PER_CONTAINER * (init.length + spec.containers.length) };
}

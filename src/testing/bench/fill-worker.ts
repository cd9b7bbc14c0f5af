/** Fills a cluster in a browser's worker, and tells how many milliseconds it took by the clock. */
import { type Filling, fill, warmUp } from './fill.ts';
import { settledCluster } from './measure.ts';

addEventListener('message', ({ data }: MessageEvent<Filling>) => {
  warmUp();
  const cluster = settledCluster(data.nodes);
  const began = performance.now();
  fill(cluster, data);
  postMessage(performance.now() - began);
});

import type { JsonValue } from '../../../api/scalars.ts';
import type { Container } from '../../../api/types.gen.ts';
import { CommandError } from '../../errors.ts';
import { splitPairs } from '../../parse/arguments.ts';
import { SELECT_FLAGS, eachObject } from '../../parse/select.ts';
import { defineVerb } from '../../verb.ts';
import { WRITE_FLAGS } from '../write.ts';
import { patchContainers, podSpecOf } from './containers.ts';

export const setImage = defineVerb({
  name: 'image',
  summary: 'Update the image of a pod template',
  usage: '(-f FILENAME | TYPE NAME) CONTAINER_NAME_1=CONTAINER_IMAGE_1 ... CONTAINER_NAME_N=CONTAINER_IMAGE_N',
  args: {
    of: 'objects',
    types: ['daemonsets', 'deployments', 'pods', 'cronjobs', 'replicasets', 'replicationcontrollers', 'statefulsets'],
    once: true,
  },
  flags: { ...SELECT_FLAGS, ...WRITE_FLAGS },
  async run(session, { args, flags }) {
    const { resources, pairs } = splitPairs(args);
    if (pairs.length === 0) throw new CommandError('at least one image update is required');
    const images = pairs.map((pair): readonly [string, string] => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]);
    await eachObject(session, resources, flags, async (found) => {
      const { spec } = podSpecOf(found);
      const all = [...(spec.initContainers ?? []), ...spec.containers];
      const unknown = images.find(([name]) => name !== '*' && !all.some((container) => container.name === name));
      if (unknown !== undefined) throw new CommandError(`unable to find container named ${JSON.stringify(unknown[0])}`);
      const change = { containers: changed(spec.containers, images), initContainers: changed(spec.initContainers ?? [], images) };
      await patchContainers(session, found, change, flags, { doing: 'image update', done: 'image updated' });
    });
  },
});

function changed(containers: readonly Container[], images: readonly (readonly [string, string])[]): JsonValue[] {
  return containers.flatMap(({ name, image }) => {
    const wanted = images.findLast(([key]) => key === name || key === '*')?.[1];
    return wanted === undefined || wanted === image ? [] : [{ name, image: wanted }];
  });
}

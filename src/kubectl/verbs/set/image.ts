import { CommandError } from '../../errors.ts';
import { splitPairs } from '../../parse/arguments.ts';
import { defineVerb } from '../../verb.ts';
import { podSpecOf, withContainers } from './containers.ts';
import { SET_FLAGS, change, eachTarget, targetsOf } from './target.ts';

export const setImage = defineVerb({
  name: 'image',
  summary: 'Update the image of a pod template',
  usage: '(-f FILENAME | TYPE NAME) CONTAINER_NAME_1=CONTAINER_IMAGE_1 ... CONTAINER_NAME_N=CONTAINER_IMAGE_N',
  examples: [['Give the container nginx of a deployment another image', 'kubectl set image deployment/web nginx=nginx:1.27']],
  args: {
    of: 'objects',
    types: ['daemonsets', 'deployments', 'pods', 'cronjobs', 'replicasets', 'replicationcontrollers', 'statefulsets'],
    once: true,
  },
  flags: SET_FLAGS,
  async run(session, { args, flags }) {
    const { resources, pairs } = splitPairs(args);
    const targets = await targetsOf(session, resources, flags);
    if (pairs.length === 0) throw new CommandError('at least one image update is required');
    const images = pairs.map((pair): readonly [string, string] => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]);
    await eachTarget(targets, async (found) => {
      const { containers, initContainers = [] } = podSpecOf(found);
      const names = [...initContainers, ...containers].map(({ name }) => name);
      const unknown = images.find(([name]) => name !== '*' && !names.includes(name));
      if (unknown !== undefined) throw new CommandError(`unable to find container named ${JSON.stringify(unknown[0])}`);
      const after = withContainers(found, names, (container) => {
        const image = images.findLast(([key]) => key === container.name || key === '*')?.[1];
        return image === undefined ? container : { ...container, image };
      });
      await change(session, found, after, flags, { failure: 'failed to patch image update to pod template:', done: 'image updated' });
    });
  },
});

import { CommandError } from '../../errors.ts';
import { int, list } from '../../parse/flags.ts';
import { defineGenerator, requireName } from './generator.ts';

export const deploymentGenerator = defineGenerator({
  name: 'deployment',
  aliases: ['deploy'],
  summary: 'Create a deployment with the specified name',
  usage: 'NAME --image=image -- [COMMAND] [args...]',
  flags: { image: list(), replicas: int(1, 'r'), port: int(-1) },
  required: ['image'],
  failure: 'failed to create deployment:',
  generate(_session, call) {
    const name = requireName(call.args, 'create deployment');
    const { image, replicas, port } = call.flags;
    if (image.length > 1 && call.rest.length > 0) throw new CommandError('cannot specify multiple --image options and command');
    const ports = port >= 0 ? { ports: [{ containerPort: port }] } : {};
    const command = call.rest.length > 0 ? { command: call.rest } : {};
    const containers = image.map((text, i) => ({
      ...command,
      image: text,
      name: imageName(text),
      ...(i === 0 ? ports : {}),
      resources: {},
    }));
    const labels = { app: name };
    return {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { labels, name },
      spec: { replicas, selector: { matchLabels: labels }, strategy: {}, template: { metadata: { labels }, spec: { containers } } },
      status: {},
    };
  },
});

/** `a/b/c:1` gives `c`; what can't stand in a name becomes a dash. */
function imageName(image: string): string {
  const last = image.split('/').at(-1) ?? image;
  return last
    .replace(/[:@].*$/s, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9-]/g, '-');
}

import { defineImage } from '../image.ts';
import { commandOr, http, layersOf, server } from '../kit.ts';

/** Our own teaching image: every request is answered with the name of the pod that got it. */
export const hostname = defineImage({
  name: 'hostname',
  repositories: ['docker.io/kubarium/hostname'],
  tags: /^(latest|v[1-9])$/,
  layers: (image) => layersOf(image, 'alpine', { own: 6 }),
  run: (call) => commandOr(call, ['hostname'], server([http(Number(call.env['PORT']) || 8080)], { as: 'hostname', requests: true })),
  answer: (call) => ({
    status: 200,
    body:
      call.tag === 'latest' || call.tag === 'v1'
        ? `You've hit ${call.hostname}\n`
        : `This is ${call.tag} running in pod ${call.hostname}\n`,
  }),
});

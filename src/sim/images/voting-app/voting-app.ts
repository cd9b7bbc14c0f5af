/** The example voting app: vote (Python) → Redis → worker (.NET) → Postgres → result (Node.js). */
import { defineImage } from '../image.ts';
import { commandOr, http, layersOf, server } from '../kit.ts';

const TAGS = /^(latest|before|after|v?\d[\w.-]*)$/;

export const vote = defineImage({
  name: 'voting-app-vote',
  repositories: ['docker.io/dockersamples/examplevotingapp_vote', 'docker.io/kodekloud/examplevotingapp_vote'],
  tags: TAGS,
  layers: (image) => layersOf(image, 'debian', { runtime: 16, own: 12, layers: 6 }),
  run: (call) => commandOr(call, ['gunicorn'], server([http(80, 800)], { as: 'gunicorn', requests: true })),
  answer: (call, request) => ({
    status: 200,
    body: `<!DOCTYPE html>\n<html>\n  <head><title>Cats vs Dogs!</title></head>\n  <body><div id="hostname">Processed by container ID ${call.hostname}</div></body>\n</html>\n`,
    ...(request.method === 'POST' ? { calls: ['tcp://redis:6379'] } : {}),
  }),
});

export const result = defineImage({
  name: 'voting-app-result',
  repositories: ['docker.io/dockersamples/examplevotingapp_result', 'docker.io/kodekloud/examplevotingapp_result'],
  tags: TAGS,
  layers: (image) => layersOf(image, 'debian', { runtime: 48, own: 9, layers: 6 }),
  run: (call) => commandOr(call, ['node', 'tini'], server([http(80, 1200)], { as: 'voting-result' })),
  answer: () => ({
    status: 200,
    body: '<!DOCTYPE html>\n<html ng-app="catsvsdogs">\n  <head><title>Cats vs Dogs -- Result</title></head>\n</html>\n',
    calls: ['tcp://db:5432'],
  }),
});

export const worker = defineImage({
  name: 'voting-app-worker',
  repositories: ['docker.io/dockersamples/examplevotingapp_worker', 'docker.io/kodekloud/examplevotingapp_worker'],
  tags: TAGS,
  layers: (image) => layersOf(image, 'debian', { runtime: 70, own: 3, layers: 3 }),
  run: (call) => commandOr(call, ['dotnet'], server([], { as: 'voting-worker' }, { afterMs: 200, exitCode: 143 })),
});

/** What programs write, by the name that their image gives (`Writes.as`). */
import { mongo, mysql, mysqlRefused, postgres, postgresRefused, redis } from './databases.ts';
import {
  agnhostHostname,
  agnhostNetexec,
  agnhostPause,
  helloApp,
  hostname,
  httpEcho,
  nodeHello,
  podinfo,
  votingResult,
  votingWorker,
  whoami,
} from './examples.ts';
import type { LogModel } from './line.ts';
import { apache, gunicorn, httpd, nginx, nginxAlone, pythonHttp } from './web.ts';

export const MODELS: { readonly [name: string]: LogModel } = {
  'agnhost-hostname': agnhostHostname,
  'agnhost-netexec': agnhostNetexec,
  'agnhost-pause': agnhostPause,
  apache,
  gunicorn,
  'hello-app': helloApp,
  hostname,
  'http-echo': httpEcho,
  httpd,
  mongo,
  mysql,
  'mysql-refused': mysqlRefused,
  nginx,
  'nginx-alone': nginxAlone,
  'node-hello': nodeHello,
  podinfo,
  postgres,
  'postgres-refused': postgresRefused,
  'python-http': pythonHttp,
  redis,
  'voting-result': votingResult,
  'voting-worker': votingWorker,
  whoami,
};

import type { VersionInfo } from '../../../api/request.ts';
import { bool, text } from '../../parse/flags.ts';
import { out, send } from '../../session.ts';
import { defineVerb } from '../../verb.ts';

const CLIENT = 'v1.36.4';
const KUSTOMIZE = 'v5.8.1';

export const versionVerb = defineVerb({
  name: 'version',
  summary: 'Print the client and server version information',
  usage: '[flags]',
  flags: { client: bool(), output: text('', 'o') },
  async run(session, { flags }) {
    out(session, `Client Version: ${CLIENT}`);
    out(session, `Kustomize Version: ${KUSTOMIZE}`);
    if (flags.client) return;
    const { gitVersion } = (await send(session, { verb: 'version' })) as VersionInfo;
    out(session, `Server Version: ${gitVersion}`);
  },
});

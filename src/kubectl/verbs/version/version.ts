import { ApiError } from '../../../api/errors.ts';
import type { VersionInfo } from '../../../api/request.ts';
import type { Status } from '../../../api/types.gen.ts';
import { stringifyYaml } from '../../../api/yaml.ts';
import { sortKeys } from '../../../api/sorted-json.ts';
import { CommandError, isFailure } from '../../errors.ts';
import { bool, text, withValues } from '../../parse/flags.ts';
import { type Session, out, warn } from '../../session.ts';
import { defineVerb } from '../../verb.ts';

const CLIENT = 'v1.36.4';
const KUSTOMIZE = 'v5.8.1';
const SUPPORTED_SKEW = 1;

export const versionVerb = defineVerb({
  name: 'version',
  summary: 'Print the client and server version information',
  usage: '[flags]',
  isPlaceless: true,
  flags: { client: bool(), output: withValues(text('', 'o'), ['json', 'yaml']) },
  async run(session, { args, flags: { client, output } }) {
    if (args.length > 0 && !client) throw new CommandError(`extra arguments: [${args.join(' ')}]`);
    if (output !== '' && output !== 'yaml' && output !== 'json') throw new CommandError("--output must be 'yaml' or 'json'");
    const server = client ? undefined : await serverVersion(session, output);
    out(session, output === '' ? lines(server) : structured(server, output));
    const warning = server === undefined ? '' : skewWarning(server);
    if (warning !== '') warn(session, warning);
  },
});

/** The client knows its own version even when the server can't be asked; what is wrong with a kubeconfig comes before that. */
async function serverVersion(session: Session, output: '' | 'yaml' | 'json'): Promise<string> {
  const { port } = session;
  try {
    const { code, body } = await port.request({ verb: 'version' });
    if (code >= 400) throw new ApiError(body as Status);
    return (body as VersionInfo).gitVersion;
  } catch (error) {
    if (isFailure(error)) out(session, output === '' ? lines(undefined) : structured(undefined, output));
    throw error;
  }
}

function lines(server: string | undefined): string {
  const client = `Client Version: ${CLIENT}\nKustomize Version: ${KUSTOMIZE}`;
  return server === undefined ? client : `${client}\nServer Version: ${server}`;
}

/** YAML has its keys sorted and a blank line after it; JSON keeps the order of Go's structs. */
function structured(server: string | undefined, output: 'yaml' | 'json'): string {
  const serverVersion = server === undefined ? {} : { serverVersion: { ...numbers(server), ...emulation(server), ...build(server) } };
  const info = { clientVersion: { ...numbers(CLIENT), ...build(CLIENT) }, kustomizeVersion: KUSTOMIZE, ...serverVersion };
  return output === 'json' ? JSON.stringify(info, undefined, 2) : stringifyYaml(sortKeys(info));
}

function numbers(version: string): { major: string; minor: string } {
  const [major = '', minor = ''] = version.replace(/^v/, '').split('.');
  return { major, minor };
}

function emulation(version: string) {
  const { major, minor } = numbers(version);
  const compatible = { minCompatibilityMajor: major, minCompatibilityMinor: String(Number(minor) - 1) };
  return { emulationMajor: major, emulationMinor: minor, ...compatible };
}

/** Neither side was compiled by Go. */
function build(gitVersion: string) {
  const made = { gitCommit: '', gitTreeState: 'clean', buildDate: '1970-01-01T00:00:00Z', goVersion: '', compiler: '' };
  return { gitVersion, ...made, platform: 'linux/amd64' };
}

function skewWarning(server: string): string {
  const [ours, theirs] = [numbers(CLIENT), numbers(server)];
  if (ours.major === theirs.major && Math.abs(Number(ours.minor) - Number(theirs.minor)) <= SUPPORTED_SKEW) return '';
  const versions = `client (${ours.major}.${ours.minor}) and server (${theirs.major}.${theirs.minor})`;
  return `version difference between ${versions} exceeds the supported minor version skew of +/-${SUPPORTED_SKEW}`;
}

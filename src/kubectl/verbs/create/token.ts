import type { KubeObject } from '../../../api/object.ts';
import { SERVICE_ACCOUNT } from '../../../api/resources.ts';
import type { TokenRequest } from '../../../api/types.gen.ts';
import { ApiError } from '../../../api/errors.ts';
import { CommandError } from '../../errors.ts';
import { type FlagValues, array, duration, text } from '../../parse/flags.ts';
import { PRINT_FLAGS, outputOf } from '../../printer/output.ts';
import { type Session, send } from '../../session.ts';
import { defineVerb } from '../../verb.ts';
import { formatTyped } from '../typed.ts';
import { requireName } from './generator.ts';

const FLAGS = {
  audience: array(),
  duration: duration(),
  boundObjectKind: text(),
  boundObjectName: text(),
  boundObjectUid: text(),
  ...PRINT_FLAGS,
};
type Flags = FlagValues<typeof FLAGS>;

/** Kinds that a token can be bound to. */
const BOUND: Readonly<Record<string, string>> = { Node: 'v1', Pod: 'v1', Secret: 'v1' };

export const tokenVerb = defineVerb({
  name: 'token',
  summary: 'Request a service account token',
  usage: 'SERVICE_ACCOUNT_NAME',
  args: { of: 'names', resource: 'serviceaccounts' },
  flags: FLAGS,
  async run(session, { args, flags }) {
    const name = requireName(args, 'create token');
    check(flags);
    const format = outputOf(session, flags);
    const answer = await request(session, name, flags);
    const token = answer.status?.token ?? '';
    if (token === '') throw new CommandError('failed to create token: no token in server response');
    if (format.type === 'human') session.stdout.push(token);
    else if (format.type === 'name') session.stdout.push(`tokenrequest.authentication.k8s.io/${answer.metadata.name ?? ''}\n`);
    else session.stdout.push(formatTyped(format, answer));
  },
});

function check({ audience, duration: ms, boundObjectKind: kind, boundObjectName: name, boundObjectUid: uid }: Flags): void {
  if (ms < 0) throw new CommandError('--duration must be greater than or equal to 0');
  if (ms % 1000 !== 0) throw new CommandError('--duration cannot be expressed in units less than seconds');
  if (audience.includes('')) throw new CommandError('--audience must not be an empty string');
  if (kind === '') {
    if (name !== '') throw new CommandError('--bound-object-name can only be set if --bound-object-kind is provided');
    if (uid !== '') throw new CommandError('--bound-object-uid can only be set if --bound-object-kind is provided');
    return;
  }
  if (!Object.hasOwn(BOUND, kind)) throw new CommandError(`supported --bound-object-kind values are ${Object.keys(BOUND).join(', ')}`);
  if (name === '') throw new CommandError('--bound-object-name is required if --bound-object-kind is provided');
}

async function request(session: Session, name: string, flags: Flags): Promise<TokenRequest> {
  const body = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', metadata: {}, spec: specOf(flags) };
  const { group, resource } = SERVICE_ACCOUNT;
  const at = { group, resource, namespace: session.namespace, name, subresource: 'token' };
  try {
    return (await send(session, { verb: 'create', ...at, body })) as KubeObject as TokenRequest;
  } catch (error) {
    throw error instanceof ApiError ? new CommandError(`failed to create token: ${error.message}`) : error;
  }
}

function specOf({ audience, duration: ms, boundObjectKind: kind, boundObjectName: name, boundObjectUid: uid }: Flags) {
  const apiVersion = BOUND[kind] ?? '';
  return {
    audiences: audience,
    ...(ms === 0 ? {} : { expirationSeconds: ms / 1000 }),
    ...(kind === '' ? {} : { boundObjectRef: { apiVersion, kind, name, ...(uid === '' ? {} : { uid }) } }),
  };
}

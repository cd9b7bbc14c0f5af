import { CERTIFICATE_SIGNING_REQUEST } from '../../../api/resources.ts';
import type { JsonValue } from '../../../api/scalars.ts';
import { formatTime } from '../../../api/time.ts';
import type { CertificateSigningRequest } from '../../../api/types.gen.ts';
import { ApiError } from '../../../api/errors.ts';
import { FILE_FLAGS, hasFiles } from '../../parse/documents.ts';
import { CommandError } from '../../errors.ts';
import { type FlagSpecs, bool } from '../../parse/flags.ts';
import { type Found, eachObject } from '../../parse/select.ts';
import { PRINT_FLAGS, outputOf, printResult } from '../../printer/output.ts';
import { type Session, getObject, managerOf, out, updateObject } from '../../session.ts';
import { type VerbDefinition, defineVerb } from '../../verb.ts';
import { verbOfSubcommands } from '../subcommands.ts';

const FLAGS = {
  ...FILE_FLAGS,
  force: bool(),
  ...PRINT_FLAGS,
} satisfies FlagSpecs;

/** What each decision writes, and what must not have been decided before. */
const APPROVE = { verb: 'approve', done: 'approved', type: 'Approved', opposite: 'Denied', reason: 'KubectlApprove' } as const;
const DENY = { verb: 'deny', done: 'denied', type: 'Denied', opposite: 'Approved', reason: 'KubectlDeny' } as const;
type Decision = typeof APPROVE | typeof DENY;

export const certificateVerb = verbOfSubcommands({
  path: 'certificate',
  summary: 'Modify certificate resources',
  usage: 'SUBCOMMAND',
  subcommands: [decide(APPROVE), decide(DENY)],
  alone: 'answer',
});

function decide(decision: Decision): VerbDefinition {
  return defineVerb({
    name: decision.verb,
    summary: `${decision === APPROVE ? 'Approve' : 'Deny'} a certificate signing request`,
    usage: '(-f FILENAME | NAME)',
    args: { beyond: true, of: 'names', resource: 'certificatesigningrequests' },
    flags: FLAGS,
    async run(session, { args, flags }) {
      if (args.length === 0 && !hasFiles(flags)) throw new CommandError('one or more CSRs must be specified as <name> or -f <filename>');
      const format = outputOf(session, flags);
      const names = args.length === 0 ? [] : [CERTIFICATE_SIGNING_REQUEST.resource, ...args];
      const count = await eachObject(session, names, flags, async (found) => {
        if (found.resource.kind !== CERTIFICATE_SIGNING_REQUEST.kind) throw otherKind(found);
        await write(session, found, decision, flags.force);
        printResult(session, found.resource, found.object, format, decision.done, flags.showManagedFields);
      });
      if (count === 0) out(session, 'No resources found');
    },
  });
}

function otherKind({ resource: { kind, group } }: Found): CommandError {
  const got = group === '' ? kind : `${kind}.${group}`;
  return new CommandError(`can only handle CertificateSigningRequest.certificates.k8s.io objects, got ${got}`);
}

const MOST_CONFLICTS = 10;

/** Somebody else's write in between is no reason to give up: it is read and decided anew. */
async function write(session: Session, found: Found, decision: Decision, force: boolean): Promise<void> {
  for (let conflicts = 0; ; conflicts++) {
    const request = (await getObject(session, found)) as CertificateSigningRequest;
    const decided = conditionsWith(session, request, decision);
    if (decided === undefined && !force) return;
    const body = { ...request, status: { ...request.status, conditions: decided ?? request.status?.conditions ?? [] } };
    try {
      await updateObject(session, found, body as unknown as JsonValue, { fieldManager: managerOf(session, 'kubectl') }, 'approval');
      return;
    } catch (error) {
      if (!(error instanceof ApiError) || error.reason !== 'Conflict' || conflicts >= MOST_CONFLICTS) throw error;
    }
  }
}

/** Undefined when it has been decided so already. */
function conditionsWith(
  session: Session,
  { metadata, status }: CertificateSigningRequest,
  { type, opposite, done, reason, verb }: Decision,
) {
  const conditions = status?.conditions ?? [];
  if (conditions.some((condition) => condition.type === opposite))
    throw new CommandError(`certificate signing request ${JSON.stringify(metadata.name)} is already ${opposite}`);
  if (conditions.some((condition) => condition.type === type)) return undefined;
  const message = `This CSR was ${done} by kubectl certificate ${verb}.`;
  return [...conditions, { type, status: 'True', reason, message, lastUpdateTime: formatTime(session.port.now()) }];
}

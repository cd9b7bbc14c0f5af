import { ApiError } from '../../../api/errors.ts';
import { apiVersionOf } from '../../../api/object.ts';
import { SELF_SUBJECT_REVIEW } from '../../../api/resources.ts';
import type { SelfSubjectReview, UserInfo } from '../../../api/types.gen.ts';
import { CommandError } from '../../errors.ts';
import { PRINT_FLAGS, outputOf } from '../../printer/output.ts';
import { alignRows } from '../../printer/table.ts';
import { type Session, send } from '../../session.ts';
import { defineVerb } from '../../verb.ts';
import { formatTyped } from '../typed.ts';
import { goList } from './rules.ts';

export const whoAmIVerb = defineVerb({
  name: 'whoami',
  summary: 'Experimental: Check self subject attributes',
  usage: '',
  isPlaceless: true,
  flags: PRINT_FLAGS,
  async run(session, { flags }) {
    const format = outputOf(session, flags);
    const review = await ask(session);
    if (format.type === 'human') session.stdout.push(alignRows([['ATTRIBUTE', 'VALUE'], ...userRows(review.status?.userInfo ?? {})]));
    else if (format.type === 'name') session.stdout.push(`selfsubjectreview.authentication.k8s.io/${review.metadata.name ?? ''}\n`);
    else session.stdout.push(formatTyped(format, review));
  },
});

const DISABLED = 'the selfsubjectreviews API is not enabled in the cluster';

async function ask(session: Session): Promise<SelfSubjectReview> {
  const { group, resource, kind } = SELF_SUBJECT_REVIEW;
  const body = { apiVersion: apiVersionOf(SELF_SUBJECT_REVIEW), kind, metadata: {} };
  try {
    return (await send(session, { verb: 'create', group, resource, body })) as SelfSubjectReview;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.code === 403) throw new CommandError(`${DISABLED} or you do not have permission to call it`);
    throw error.code === 404 ? new CommandError(DISABLED) : error;
  }
}

function userRows({ username = '', uid = '', groups = [], extra = {} }: UserInfo): string[][] {
  const rows = [
    ['Username', username],
    ['UID', uid],
    ['Groups', groups.length === 0 ? '' : goList(groups)],
    ...Object.entries(extra)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, values]) => [`Extra: ${key}`, goList(values)]),
  ];
  return rows.filter(([, value]) => value !== '');
}

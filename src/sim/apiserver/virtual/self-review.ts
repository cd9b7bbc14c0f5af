/** What somebody is, and what it may do. */
import { badRequestError } from '../../../api/errors.ts';
import { formatTime } from '../../../api/time.ts';
import type { PolicyRule, SelfSubjectReview, SelfSubjectRulesReview, UserInfo } from '../../../api/types.gen.ts';
import type { Identity } from '../../kernel/command.ts';
import { identityOf, rightsOf } from '../authorization/authorize.ts';
import type { RequestScope } from '../server.ts';

export function reviewSelf({ server, requester }: RequestScope, { apiVersion, kind }: SelfSubjectReview): SelfSubjectReview {
  const userInfo = userInfoOf(identityOf(requester));
  return { apiVersion, kind, metadata: { creationTimestamp: formatTime(server.now()) }, status: { userInfo } };
}

export function userInfoOf({ user, uid, groups, extra = {} }: Identity): UserInfo {
  return {
    username: user,
    ...(uid === undefined ? {} : { uid }),
    ...(groups.length === 0 ? {} : { groups }),
    ...(Object.keys(extra).length === 0 ? {} : { extra }),
  };
}

export function reviewOwnRules(
  { server, requester }: RequestScope,
  { apiVersion, kind, spec }: SelfSubjectRulesReview,
): SelfSubjectRulesReview {
  const namespace = spec?.namespace ?? '';
  if (namespace === '') throw badRequestError('no namespace on request');
  const { rules, incomplete, error } = rightsOf(server, identityOf(requester), namespace);
  const status = {
    resourceRules: rules.filter(({ resources = [] }) => resources.length > 0).map(withoutPaths),
    nonResourceRules: rules.flatMap(({ verbs, nonResourceURLs = [] }) =>
      nonResourceURLs.length === 0 ? [] : [{ verbs, nonResourceURLs }],
    ),
    incomplete,
    ...(error === '' ? {} : { evaluationError: error }),
  };
  return { apiVersion, kind, metadata: {}, spec: {}, status };
}

function withoutPaths({ nonResourceURLs: _paths, ...rule }: PolicyRule): Omit<PolicyRule, 'nonResourceURLs'> {
  return rule;
}

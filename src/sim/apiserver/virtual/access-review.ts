/** May somebody do something? (pkg/registry/authorization) */
import { ApiError } from '../../../api/errors.ts';
import { type FieldError, invalid } from '../../../api/field-error.ts';
import { type FieldRequirement, parseFieldSelector } from '../../../api/fields.ts';
import { parseSelector } from '../../../api/label-parser.ts';
import { selectorOf } from '../../../api/labels.ts';
import type {
  FieldSelectorAttributes,
  FieldSelectorRequirement,
  LabelSelectorAttributes,
  LocalSubjectAccessReview,
  NonResourceAttributes,
  ObjectMeta,
  ResourceAttributes,
  SelfSubjectAccessReview,
  SubjectAccessReview,
  SubjectAccessReviewSpec,
  SubjectAccessReviewStatus,
} from '../../../api/types.gen.ts';
import type { JsonValue } from '../../../api/scalars.ts';
import type { Identity } from '../../kernel/command.ts';
import type { Access } from '../authorization/access.ts';
import { authorize, identityOf } from '../authorization/authorize.ts';
import type { RequestScope } from '../server.ts';
import { assertNoFindings } from './on-create.ts';
import { selectorFindings } from './selector-attributes.ts';

export function reviewOwnAccess(scope: RequestScope, review: SelfSubjectAccessReview): SelfSubjectAccessReview {
  const spec = review.spec ?? {};
  assertNoFindings(scope, [...specFindings(spec), ...metadataFindings(review.metadata)]);
  return { ...review, status: statusOf(scope, identityOf(scope.requester), spec) };
}

export function reviewSubjectAccess(scope: RequestScope, review: SubjectAccessReview): SubjectAccessReview {
  const spec = review.spec ?? {};
  assertNoFindings(scope, [...subjectFindings(spec), ...metadataFindings(review.metadata)]);
  return { ...review, status: statusOf(scope, subjectOf(spec), spec) };
}

export function reviewLocalAccess(scope: RequestScope, review: LocalSubjectAccessReview): LocalSubjectAccessReview {
  const { metadata } = review;
  const spec = review.spec ?? {};
  const { namespace, ...others } = metadata;
  assertNoFindings(scope, [
    ...subjectFindings(spec),
    ...metadataFindings(others, metadata, 'must be empty except for namespace'),
    ...localFindings(spec, namespace ?? ''),
  ]);
  return { ...review, status: statusOf(scope, subjectOf(spec), spec) };
}

function subjectOf({ user = '', groups = [], uid, extra }: SubjectAccessReviewSpec): Identity {
  return { user, groups, ...(uid === undefined ? {} : { uid }), ...(extra === undefined ? {} : { extra }) };
}

type Asked = Pick<SubjectAccessReviewSpec, 'resourceAttributes' | 'nonResourceAttributes'>;

function specFindings({ resourceAttributes: onResource, nonResourceAttributes: onPath }: Asked): readonly FieldError[] {
  return [
    ...(onResource !== undefined && onPath !== undefined
      ? [invalid('spec.nonResourceAttributes', pathText(onPath), 'cannot be specified in combination with resourceAttributes')]
      : []),
    ...(onResource === undefined && onPath === undefined
      ? [invalid('spec.resourceAttributes', null, 'exactly one of nonResourceAttributes or resourceAttributes must be specified')]
      : []),
    ...selectorFindings(onResource, 'spec.resourceAttributes'),
  ];
}

function subjectFindings(spec: SubjectAccessReviewSpec): readonly FieldError[] {
  const selectors = selectorFindings(spec.resourceAttributes, 'spec.resourceAttributes');
  const known = specFindings(spec);
  const nobody = !spec.user && (spec.groups ?? []).length === 0;
  const who = nobody ? [invalid('spec.user', spec.user ?? '', 'at least one of user or group must be specified')] : [];
  return [...known.slice(0, known.length - selectors.length), ...who, ...selectors];
}

function pathText({ path = '', verb = '' }: NonResourceAttributes): JsonValue {
  return { Path: path, Verb: verb };
}

function metadataFindings(metadata: ObjectMeta, shown = metadata, why = 'must be empty'): readonly FieldError[] {
  const { managedFields: _managed, ...rest } = metadata;
  return Object.keys(rest).length === 0 ? [] : [invalid('metadata', shown as JsonValue, why)];
}

function localFindings({ resourceAttributes: onResource, nonResourceAttributes: onPath }: Asked, namespace: string): readonly FieldError[] {
  const asked = onResource?.namespace ?? '';
  return [
    ...(onResource !== undefined && asked !== namespace
      ? [invalid('spec.resourceAttributes.namespace', asked, 'must match metadata.namespace')]
      : []),
    ...(onPath === undefined ? [] : [invalid('spec.nonResourceAttributes', pathText(onPath), 'disallowed on this kind of request')]),
  ];
}

function statusOf({ server }: RequestScope, who: Identity, asked: Asked): SubjectAccessReviewStatus {
  const { access, errors } = accessAsked(asked);
  const { allowed, reason } = authorize(server, who, access);
  return {
    allowed,
    ...(reason === '' ? {} : { reason }),
    ...(errors.length === 0 ? {} : { evaluationError: errors.join('; ') }),
  };
}

function accessAsked({ resourceAttributes, nonResourceAttributes }: Asked): {
  readonly access: Access;
  readonly errors: readonly string[];
} {
  if (resourceAttributes === undefined) {
    const { path = '', verb = '' } = nonResourceAttributes ?? {};
    return { access: { verb, path }, errors: [] };
  }
  const { verb = '', group = '', resource = '', subresource = '', name = '', namespace = '' }: ResourceAttributes = resourceAttributes;
  const { fields, error } = fieldsAsked(resourceAttributes.fieldSelector);
  const errors = [error, labelsError(resourceAttributes.labelSelector)].filter((text) => text !== '');
  return { access: { verb, group, resource, subresource, name, namespace, fields }, errors };
}

/** What can't be read is left out, which asks for more, and told. */
function ignored(what: 'fieldSelector' | 'labelSelector', isPartly: boolean): string {
  return `spec.resourceAttributes.${what} ${isPartly ? 'partially ' : ''}ignored due to parse error`;
}

function fieldsAsked(selector: FieldSelectorAttributes | undefined): {
  readonly fields: readonly FieldRequirement[];
  readonly error: string;
} {
  const { rawSelector = '', requirements = [] } = selector ?? {};
  if (requirements.length > 0) {
    const fields = requirements.flatMap(fieldOf);
    return { fields, error: fields.length === requirements.length ? '' : ignored('fieldSelector', fields.length > 0) };
  }
  const fields = readable(() => parseFieldSelector(rawSelector));
  return { fields: fields ?? [], error: fields === undefined ? ignored('fieldSelector', false) : '' };
}

function fieldOf({ key, operator, values = [] }: FieldSelectorRequirement): readonly FieldRequirement[] {
  const [value = '', ...more] = values;
  if (values.length === 0 || more.length > 0 || (operator !== 'In' && operator !== 'NotIn')) return [];
  return [{ field: key, operator: operator === 'In' ? '=' : '!=', value }];
}

function labelsError(selector: LabelSelectorAttributes | undefined): string {
  const { rawSelector = '', requirements = [] } = selector ?? {};
  if (requirements.length === 0) return readable(() => parseSelector(rawSelector)) === undefined ? ignored('labelSelector', false) : '';
  const good = requirements.filter((requirement) => readable(() => selectorOf({ matchExpressions: [requirement] })) !== undefined);
  return good.length === requirements.length ? '' : ignored('labelSelector', good.length > 0);
}

function readable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof ApiError) return undefined;
    throw error;
  }
}

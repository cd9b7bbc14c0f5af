/** How the control plane is (pkg/registry/core/componentstatus): a look that the server takes when it is asked. */
import { badRequestError, notAllowedError, notFoundError } from '../../../api/errors.ts';
import { parseFieldSelector, matchesFields } from '../../../api/fields.ts';
import { parseSelector } from '../../../api/label-parser.ts';
import { matchesSelector } from '../../../api/labels.ts';
import type { ApiRequest, ApiResponse, ListOptions } from '../../../api/request.ts';
import type { ComponentStatus } from '../../../api/types.gen.ts';
import type { RequestScope } from '../server.ts';

const COMPONENTS = ['etcd-0', 'controller-manager', 'scheduler'];

export function readComponentStatuses(_scope: RequestScope, _namespace: string, request: ApiRequest): ApiResponse {
  if (request.verb === 'get') return { code: 200, body: statusNamed(request.name), warnings: [] };
  if (request.verb !== 'list') throw notAllowedError();
  const items = COMPONENTS.filter((name) => isSelected(name, request.options)).map(statusOf);
  return { code: 200, body: { kind: 'ComponentStatusList', apiVersion: 'v1', metadata: {}, items }, warnings: [] };
}

function statusNamed(name: string): ComponentStatus {
  // Upstream says the kind in the singular here.
  if (!COMPONENTS.includes(name)) throw notFoundError({ group: '', resource: 'componentstatus' }, name);
  return statusOf(name);
}

function statusOf(name: string): ComponentStatus {
  const conditions = [{ type: 'Healthy', status: 'True', message: 'ok' }];
  return { apiVersion: 'v1', kind: 'ComponentStatus', metadata: { name }, conditions };
}

const FIELDS = ['metadata.name', 'metadata.namespace'];

function isSelected(name: string, { labelSelector = '', fieldSelector = '' }: ListOptions = {}): boolean {
  const fields = parseFieldSelector(fieldSelector);
  const unknown = fields.find(({ field }) => !FIELDS.includes(field));
  if (unknown !== undefined) throw badRequestError(`field label not supported: ${unknown.field}`);
  return matchesSelector(parseSelector(labelSelector), {}) && matchesFields(fields, (field) => (field === 'metadata.name' ? name : ''));
}

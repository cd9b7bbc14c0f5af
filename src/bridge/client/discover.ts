/** Discovery of a server of any age: everything at once, or list by list. */
import { AGGREGATED_TYPES, type GroupVersion, fromAggregated, fromResourceList, groupVersionsOf } from '../../api/http/from-discovery.ts';
import { kindByGvk } from '../../api/kinds/registry.ts';
import { apiVersionOf } from '../../api/object.ts';
import type { ApiResource, ApiResponse } from '../../api/request.ts';
import type { JsonValue } from '../../api/scalars.ts';

/** A GET of a path, its answer read as JSON. */
export type Ask = (path: string, accept: string) => Promise<ApiResponse>;

export async function discover(ask: Ask): Promise<ApiResponse> {
  const accept = `${AGGREGATED_TYPES},application/json`;
  const [core, groups] = await Promise.all([ask('/api', accept), ask('/apis', accept)]);
  // A server may have groups without the core, or the other way round.
  if (core.code >= 400 && (groups.code >= 400 || core.code !== 404)) return core;
  if (groups.code >= 400 && groups.code !== 404) return groups;
  const bodies = [core, groups].map(bodyOf);
  const found = bodies.map((body) => fromAggregated(body, isCustom));
  if (found.some((resources) => resources !== undefined)) return answered(found.flatMap((resources) => resources ?? []));
  const lists = await Promise.all(groupVersionsOf(bodies[0], bodies[1]).map((version) => listOf(ask, version)));
  return answered(lists.flat());
}

/** A version whose server can't be reached, as of an aggregated API, has no resources for the moment. */
async function listOf(ask: Ask, version: GroupVersion): Promise<readonly ApiResource[]> {
  const path = version.group === '' ? `/api/${version.version}` : `/apis/${version.group}/${version.version}`;
  return fromResourceList(version, bodyOf(await ask(path, 'application/json')), isCustom);
}

function bodyOf({ code, body }: ApiResponse): JsonValue | undefined {
  return code >= 400 ? undefined : (body as unknown as JsonValue);
}

function answered(items: readonly ApiResource[]): ApiResponse {
  return { code: 200, body: { kind: 'ApiResources', items }, warnings: [] };
}

/** kubectl knows the kinds that it was built with; it treats all others as custom ones. */
function isCustom(group: string, version: string, kind: string): boolean {
  return kindByGvk(apiVersionOf({ group, version }), kind) === undefined;
}

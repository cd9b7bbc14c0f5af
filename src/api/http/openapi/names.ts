/** How operations are called (apiserver/pkg/endpoints/openapi/openapi.go). */

export interface GroupVersionName {
  /** `/api/v1`, `/apis/apps/v1` */
  readonly root: string;
  /** `AppsV1`, within an operation's id. */
  readonly title: string;
  /** `apps_v1`, what operations are filed under. */
  readonly tag: string;
}

/** `group` may be `core`'s empty name; a version that is not given is that of a whole group. */
export function namesOf(group: string, version: string): GroupVersionName {
  const words = (group === '' ? 'core' : group.replace(/\.k8s\.io$/, '')).split('.');
  const title = words.map(titled).join('');
  const name = title.charAt(0).toLowerCase() + title.slice(1);
  return {
    root: group === '' ? `/api/${version}` : `/apis/${group}${version === '' ? '' : `/${version}`}`,
    title: title + titled(version),
    tag: version === '' ? name : `${name}_${version}`,
  };
}

const VERBS = ['get', 'log', 'read', 'replace', 'patch', 'delete', 'watch', 'connect', 'proxy', 'list', 'create'];

/** The group and version stand behind the verb. */
export function operationId(call: string, { title }: GroupVersionName): string {
  const verb = VERBS.find((known) => call.startsWith(known)) ?? '';
  return `${verb}${title}${titled(call.slice(verb.length))}`;
}

/** With a capital letter. */
export function titled(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** ` a Pod`, ` an Event`, ` Endpoints`: plurals have no article. */
export function articled(kind: string): string {
  if (/[^s]s$/.test(kind)) return ` ${kind}`;
  return /^[AEIOU]/i.test(kind) ? ` an ${kind}` : ` a ${kind}`;
}

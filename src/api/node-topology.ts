const ZONE = 'topology.kubernetes.io/zone';
const REGION = 'topology.kubernetes.io/region';

/** Region and zone of a node in one key, '' without either; the legacy labels win (component-helpers/node/topology GetZoneKey). */
export function zoneKey(labels: { readonly [key: string]: string } | undefined): string {
  if (labels === undefined) return '';
  const known = ZONE_KEYS.get(labels);
  if (known !== undefined) return known;
  const key = keyFrom(labels);
  ZONE_KEYS.set(labels, key);
  return key;
}

/** Of nodes' labels, which hardly ever change and are asked for every few seconds. */
const ZONE_KEYS = new WeakMap<object, string>();

function keyFrom(labels: { readonly [key: string]: string }): string {
  const zone = labels['failure-domain.beta.kubernetes.io/zone'] ?? labels[ZONE] ?? '';
  const region = labels['failure-domain.beta.kubernetes.io/region'] ?? labels[REGION] ?? '';
  return zone === '' && region === '' ? '' : `${region}:\u0000:${zone}`;
}

/** Image references as far as pull policies need them (github.com/distribution/reference, normalised). */

/** `latest` or no tag is always pulled; anything else, also what can't be parsed, only when absent. */
export function defaultPullPolicy(image: string): 'Always' | 'IfNotPresent' {
  return tagOf(image) === 'latest' ? 'Always' : 'IfNotPresent';
}

function tagOf(image: string): string {
  const parts = REFERENCE.exec(image)?.groups;
  if (parts === undefined || IS_ID.test(image)) return '';
  if (parts['tag'] !== undefined) return parts['tag'];
  return parts['digest'] === undefined ? 'latest' : '';
}

const COMPONENT = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
const HOST_LABEL = '(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])';
/** A first part is a host only if it has a dot, a port or a capital, or is localhost. */
const HOST = `(?=localhost[:/]|[^/]*[.:A-Z])(?:${HOST_LABEL}(?:\\.${HOST_LABEL})*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?/`;
const DIGEST = '[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}';
const REFERENCE = new RegExp(`^(?:${HOST})?${COMPONENT}(?:/${COMPONENT})*(?::(?<tag>[\\w][\\w.-]{0,127}))?(?:@(?<digest>${DIGEST}))?$`);
/** 64 hexadecimal digits are an image's id, not a name. */
const IS_ID = /^[a-f0-9]{64}$/;

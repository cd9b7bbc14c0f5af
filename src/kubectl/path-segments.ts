import type { ApiRequest } from '../api/request.ts';
import { CommandError, PlainError } from './errors.ts';

/** Names that can't stand in a path are refused before anything is sent (apimachinery's IsValidPathSegmentName, client-go's rest). */
export function assertPathSegments(request: ApiRequest): void {
  if (!('resource' in request)) return;
  const { namespace = '' } = request;
  const name = 'name' in request ? (request.name ?? '') : '';
  const wrongName = problemsOf(name);
  if (wrongName.length > 0) throw new CommandError(`invalid resource name ${JSON.stringify(name)}: [${wrongName.join(' ')}]`);
  const wrongNamespace = problemsOf(namespace);
  if (wrongNamespace.length > 0) throw new PlainError(`invalid namespace ${JSON.stringify(namespace)}: [${wrongNamespace.join(' ')}]`);
}

function problemsOf(segment: string): readonly string[] {
  if (segment === '.' || segment === '..') return [`may not be '${segment}'`];
  return ['/', '%'].filter((char) => segment.includes(char)).map((char) => `may not contain '${char}'`);
}

/** Operations that are about the server itself: discovery, the version, and who signs the tokens of service accounts. */
import { META } from './definitions.ts';
import { namesOf } from './names.ts';
import { MEDIA_TYPES, answers } from './operation.ts';
import type { Operation } from './types.ts';

interface Plain {
  readonly path: string;
  readonly id: string;
  readonly tag: string;
  readonly description: string;
  readonly definition: string;
}

function discovery({ definition, ...rest }: Plain): Operation {
  return { ...rest, method: 'get', consumes: MEDIA_TYPES, produces: MEDIA_TYPES, parameters: [], answers: answers(definition, '200') };
}

const VERSIONS = { description: 'get available API versions' };

export const CORE_VERSIONS: Operation = discovery({
  ...VERSIONS,
  path: '/api/',
  id: 'getCoreAPIVersions',
  tag: 'core',
  definition: `${META}.APIVersions`,
});
export const GROUP_LIST: Operation = discovery({
  ...VERSIONS,
  path: '/apis/',
  id: 'getAPIVersions',
  tag: 'apis',
  definition: `${META}.APIGroupList`,
});

export function groupOperation(group: string): Operation {
  const { root, title, tag } = namesOf(group, '');
  const description = 'get information of a group';
  return discovery({ path: `${root}/`, id: `get${title}APIGroup`, tag, description, definition: `${META}.APIGroup` });
}

export function resourcesOperation(group: string, version: string): Operation {
  const { root, title, tag } = namesOf(group, version);
  const description = 'get available resources';
  return discovery({ path: `${root}/`, id: `get${title}APIResources`, tag, description, definition: `${META}.APIResourceList` });
}

const PLAIN = { method: 'get', consumes: [], parameters: [], answers: answers('string', '200') } as const;

/** By the name of their document. */
export const OTHERS: ReadonlyMap<string, Operation> = new Map<string, Operation>([
  [
    '.well-known/openid-configuration',
    {
      ...PLAIN,
      path: '/.well-known/openid-configuration/',
      id: 'getServiceAccountIssuerOpenIDConfiguration',
      tag: 'WellKnown',
      description: "get service account issuer OpenID configuration, also known as the 'OIDC discovery doc'",
      produces: ['application/json'],
    },
  ],
  [
    'openid/v1/jwks',
    {
      ...PLAIN,
      path: '/openid/v1/jwks/',
      id: 'getServiceAccountIssuerOpenIDKeyset',
      tag: 'openid',
      description: 'get service account issuer OpenID JSON Web Key Set (contains public token verification keys)',
      produces: ['application/jwk-set+json'],
    },
  ],
  [
    'version',
    {
      ...PLAIN,
      path: '/version/',
      id: 'getCodeVersion',
      tag: 'version',
      description: 'get the version information for this server',
      consumes: ['application/json'],
      produces: ['application/json'],
      answers: answers('io.k8s.apimachinery.pkg.version.Info', '200'),
    },
  ],
]);

import { defineKind } from '../../kind.ts';
import { nameIsDnsSubdomain } from '../../names.ts';
import { SERVICE_ACCOUNT } from '../../resources.ts';
import type { ServiceAccount } from '../../types.gen.ts';
import { AGE, NAME, READ_WRITE_VERBS } from '../columns.ts';
import { alter, mapShared } from '../sharing.ts';

export const serviceAccountKind = defineKind<ServiceAccount>({
  type: SERVICE_ACCOUNT,
  singular: 'serviceaccount',
  shortNames: ['sa'],
  categories: [],
  verbs: READ_WRITE_VERBS,
  etcdPrefix: '/registry/serviceaccounts',
  schema: 'ServiceAccount',
  hasGeneration: false,
  subresources: ['token'],
  returnsObjectOnDelete: true,
  selectableFields: [],
  validateName: nameIsDnsSubdomain,
  default: (account) => account,
  prepareForCreate: namesOnly,
  prepareForUpdate: namesOnly,
  validate: () => [],
  validateUpdate: () => [],
  warnings: (account, stored) =>
    ENFORCE in (account.metadata.annotations ?? {}) && !(ENFORCE in (stored?.metadata.annotations ?? {})) ? [DEPRECATED] : [],
  columns: [NAME, AGE],
});

const ENFORCE = 'kubernetes.io/enforce-mountable-secrets';
const DEPRECATED = `metadata.annotations[${ENFORCE}]: deprecated in v1.32+; prefer separate namespaces to isolate access to mounted secrets`;

/** Of its secrets an account keeps the names alone. */
function namesOnly(account: ServiceAccount): ServiceAccount {
  return alter(account, 'secrets', (secrets) =>
    mapShared(secrets, (secret) =>
      Object.keys(secret).every((key) => key === 'name') ? secret : secret.name === undefined ? {} : { name: secret.name },
    ),
  );
}

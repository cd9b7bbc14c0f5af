import { SERVICE_ACCOUNT } from '../../resources.ts';
import type { ServiceAccount } from '../../types.gen.ts';
import { AGE, NAME } from '../columns.ts';
import { plainKind } from '../plain.ts';
import { alter, mapShared } from '../sharing.ts';

export const serviceAccountKind = plainKind<ServiceAccount>(SERVICE_ACCOUNT, {
  shortNames: ['sa'],
  subresources: ['token'],
  returnsObjectOnDelete: true,
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

/** The server's extension, as a cluster with everything in place has it. */
import { LATE_KINDS } from '../../api/kinds/registry.ts';
import { LATE_PLUGINS } from './admission/late-plugins.ts';
import type { AdmissionPlugin } from './admission/plugin.ts';
import { claimAccess } from './authorization/claims.ts';
import { privilegeEscalation } from './authorization/escalation.ts';
import { baseObjects } from './base-objects/base-objects.ts';
import { customKind, customKinds } from './custom-resources/custom-kinds.ts';
import { settleAfterRemoval } from './custom-resources/settle.ts';
import type { Extension } from './extension.ts';
import { requestFrom } from './component-request.ts';
import { otherKind, otherKinds } from './other-kinds.ts';

const ADMISSION: readonly AdmissionPlugin[] = [...LATE_PLUGINS, privilegeEscalation, claimAccess];

export const EXTENSION: Extension = {
  kinds: LATE_KINDS,
  admission: ADMISSION,
  customKind: (server, resource, version) => otherKind(server, resource, version) ?? customKind(server.store, resource, version),
  customKinds: (server) => [...customKinds(server.store), ...otherKinds(server)],
  customRemoved: settleAfterRemoval,
  request: requestFrom,
  baseObjects,
};

import type { Node } from '../../types.gen.ts';
import { cidrWarnings } from '../cidr.ts';
import type { LateRules } from '../late-rules.ts';
import { validateNode, validateNodeStatusUpdate, validateNodeUpdate } from './validate.ts';

export const NODE_RULES: LateRules<Node> = {
  validate: validateNode,
  validateUpdate: validateNodeUpdate,
  validateStatusUpdate: validateNodeStatusUpdate,
  warnings: ({ spec = {} }) => [
    ...((spec.externalID ?? '') === '' ? [] : ['spec.externalID: this field is deprecated, and is unused by Kubernetes']),
    ...(spec.podCIDRs ?? []).flatMap((cidr, index) => cidrWarnings(cidr, `spec.podCIDRs[${index}]`)),
  ],
};

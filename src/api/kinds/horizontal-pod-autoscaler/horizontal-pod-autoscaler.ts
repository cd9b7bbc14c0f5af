import type { KubeObject } from '../../object.ts';
import { HORIZONTAL_POD_AUTOSCALER, HORIZONTAL_POD_AUTOSCALER_V1 } from '../../resources.ts';
import type {
  HPAScalingPolicy,
  HPAScalingRules,
  HorizontalPodAutoscaler,
  HorizontalPodAutoscalerSpec,
  HorizontalPodAutoscalerSpecV1,
  HorizontalPodAutoscalerStatus,
  HorizontalPodAutoscalerV1,
} from '../../types.gen.ts';
import { plainKind } from '../plain.ts';
import { alter, fill, fillAbsent, memoised } from '../sharing.ts';
import { withSpecOf, withStatusOf } from '../strategy.ts';
import { AUTOSCALER_COLUMNS } from './columns.ts';
import { DEFAULT_METRIC, fromV1, toV1, withoutCarried } from './convert.ts';
import { validateAutoscaler, validateAutoscalerStatus, validateAutoscalerUpdate } from './validate.ts';

/** `pkg/apis/autoscaling/v2/defaults`, `pkg/registry/autoscaling/horizontalpodautoscaler`; rules in `validate.ts`. */
export const horizontalPodAutoscalerKind = /* @__PURE__ */ plainKind<HorizontalPodAutoscaler>(HORIZONTAL_POD_AUTOSCALER, {
  shortNames: ['hpa'],
  categories: ['all'],
  subresources: ['status'],
  default: (autoscaler) =>
    alter(fill<HorizontalPodAutoscaler>(withoutCarried(autoscaler), { spec: {} as HorizontalPodAutoscalerSpec }), 'spec', defaultSpec),
  prepareForCreate: (autoscaler) => ({ ...autoscaler, status: NEW_STATUS }),
  prepareForUpdate: withStatusOf,
  prepareForStatusUpdate: withSpecOf,
  validate: validateAutoscaler,
  validateUpdate: validateAutoscalerUpdate,
  validateStatusUpdate: validateAutoscalerStatus,
  columns: AUTOSCALER_COLUMNS,
});

/** The same autoscalers as autoscaling/v1 tells them; what it has no fields for goes into annotations. */
export const horizontalPodAutoscalerV1Kind = /* @__PURE__ */ plainKind<HorizontalPodAutoscalerV1>(HORIZONTAL_POD_AUTOSCALER_V1, {
  schema: 'HorizontalPodAutoscalerV1',
  shortNames: ['hpa'],
  categories: ['all'],
  subresources: ['status'],
  view: {
    of: HORIZONTAL_POD_AUTOSCALER,
    toStored: (object: KubeObject) => fromV1(object as HorizontalPodAutoscalerV1),
    fromStored: (stored: KubeObject) => toV1(stored as HorizontalPodAutoscaler),
  },
  default: (autoscaler) =>
    alter(fill<HorizontalPodAutoscalerV1>(autoscaler, { spec: {} as HorizontalPodAutoscalerSpecV1 }), 'spec', (spec) =>
      fill(spec, { minReplicas: 1 }),
    ),
  prepareForCreate: (autoscaler) => ({ ...autoscaler, status: { currentReplicas: 0, desiredReplicas: 0 } }),
  prepareForUpdate: withStatusOf,
  prepareForStatusUpdate: withSpecOf,
  validate: (autoscaler) => validateAutoscaler(fromV1(autoscaler)),
  validateUpdate: (next, stored) => validateAutoscalerUpdate(fromV1(next), fromV1(stored)),
  validateStatusUpdate: (next) => validateAutoscalerStatus(fromV1(next)),
  columns: AUTOSCALER_COLUMNS.map((column) => ({ ...column, cell: (object, now) => column.cell(fromV1(object), now) })),
});

/** Go writes the list even where there is none. */
const NEW_STATUS = { desiredReplicas: 0, currentMetrics: null } as unknown as HorizontalPodAutoscalerStatus;

const defaultSpec: (spec: HorizontalPodAutoscalerSpec) => HorizontalPodAutoscalerSpec = memoised((spec) => {
  const next = fill(spec, { minReplicas: 1 });
  const measured = (next.metrics ?? []).length === 0 ? { ...next, metrics: [DEFAULT_METRIC] } : next;
  return alter(measured, 'behavior', (behavior) => {
    const both = fill(behavior, { scaleUp: {}, scaleDown: {} });
    const upwards = alter(both, 'scaleUp', (rules) => fillAbsent(rules, UPWARDS));
    return alter(upwards, 'scaleDown', (rules) => fillAbsent(rules, DOWNWARDS));
  });
});

const PERIOD_SECONDS = 15;
const FOUR_PODS: HPAScalingPolicy = { type: 'Pods', value: 4, periodSeconds: PERIOD_SECONDS };
/** All of them: as many again, or none left. */
const DOUBLE: HPAScalingPolicy = { type: 'Percent', value: 100, periodSeconds: PERIOD_SECONDS };
const UPWARDS: HPAScalingRules = { stabilizationWindowSeconds: 0, selectPolicy: 'Max', policies: [FOUR_PODS, DOUBLE] };
const DOWNWARDS: HPAScalingRules = { selectPolicy: 'Max', policies: [DOUBLE] };

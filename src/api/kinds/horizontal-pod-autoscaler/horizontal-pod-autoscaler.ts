import type { Column } from '../../kind.ts';
import type { KubeObject } from '../../object.ts';
import { HORIZONTAL_POD_AUTOSCALER, HORIZONTAL_POD_AUTOSCALER_V1 } from '../../resources.ts';
import type {
  HPAScalingRules,
  HorizontalPodAutoscaler,
  HorizontalPodAutoscalerSpec,
  HorizontalPodAutoscalerSpecV1,
  HorizontalPodAutoscalerV1,
  MetricSpec,
} from '../../types.gen.ts';
import { AGE, NAME, column } from '../columns.ts';
import { plainKind } from '../plain.ts';
import { alter, fill, memoised } from '../sharing.ts';
import { withSpecOf, withStatusOf } from '../strategy.ts';
import { fromV1, toV1 } from './convert.ts';
import { DEFAULT_METRIC } from './default-metric.ts';
import { metricsCell } from './metrics-cell.ts';
import { validateAutoscaler, validateAutoscalerStatus, validateAutoscalerUpdate } from './validate.ts';

/** `pkg/apis/autoscaling/v2/defaults`, `pkg/registry/autoscaling/horizontalpodautoscaler`; rules in `validate.ts`. */
export const horizontalPodAutoscalerKind = /* @__PURE__ */ plainKind<HorizontalPodAutoscaler>(HORIZONTAL_POD_AUTOSCALER, {
  shortNames: ['hpa'],
  categories: ['all'],
  subresources: ['status'],
  default: (autoscaler) =>
    withoutConversionAnnotations(
      alter(fill<HorizontalPodAutoscaler>(autoscaler, { spec: {} as HorizontalPodAutoscalerSpec }), 'spec', defaultSpec),
    ),
  prepareForCreate: (autoscaler) => ({ ...autoscaler, status: { desiredReplicas: 0, currentMetrics: NO_METRICS } }),
  prepareForUpdate: withStatusOf,
  prepareForStatusUpdate: withSpecOf,
  validate: validateAutoscaler,
  validateUpdate: validateAutoscalerUpdate,
  validateStatusUpdate: validateAutoscalerStatus,
  columns: COLUMNS(),
});

/** The same autoscalers as autoscaling/v1 tells them; what it lacks goes into annotations. */
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
  columns: COLUMNS().map((each) => ({ ...each, cell: (object: HorizontalPodAutoscalerV1, now: number) => each.cell(fromV1(object), now) })),
});

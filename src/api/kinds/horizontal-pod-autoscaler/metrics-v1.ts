import type { JsonObject, JsonValue } from '../../scalars.ts';
import type { LabelSelector, MetricSpec, MetricStatus, MetricTarget } from '../../types.gen.ts';

/** Metrics as autoscaling/v1 wrote them, which lives on in annotations. Fields stand in the order of Go's types. */
export function metricToV1({ type, object, pods, resource, containerResource, external }: MetricSpec): JsonObject {
  return shaped({
    type,
    object: object && {
      target: reference(object.describedObject),
      metricName: object.metric.name,
      targetValue: object.target.value ?? '0',
      selector: json(object.metric.selector),
      averageValue: object.target.averageValue,
    },
    pods: pods && {
      metricName: pods.metric.name,
      targetAverageValue: pods.target.averageValue ?? '0',
      selector: json(pods.metric.selector),
    },
    resource: resource && { name: resource.name, ...usageToV1(resource.target) },
    containerResource: containerResource && {
      name: containerResource.name,
      ...usageToV1(containerResource.target),
      container: containerResource.container,
    },
    external: external && {
      metricName: external.metric.name,
      metricSelector: json(external.metric.selector),
      targetValue: external.target.value,
      targetAverageValue: external.target.averageValue,
    },
  });
}

function usageToV1({ averageUtilization, averageValue }: MetricTarget): Optional {
  return { targetAverageUtilization: averageUtilization, targetAverageValue: averageValue };
}

export function metricStatusToV1({ type, object, pods, resource, containerResource, external }: MetricStatus): JsonObject {
  return shaped({
    type,
    object: object && {
      target: reference(object.describedObject),
      metricName: object.metric.name,
      currentValue: object.current.value ?? '0',
      selector: json(object.metric.selector),
      averageValue: object.current.averageValue,
    },
    pods: pods && {
      metricName: pods.metric.name,
      currentAverageValue: pods.current.averageValue ?? '0',
      selector: json(pods.metric.selector),
    },
    resource: resource && {
      name: resource.name,
      currentAverageUtilization: resource.current.averageUtilization,
      currentAverageValue: resource.current.averageValue ?? '0',
    },
    containerResource: containerResource && {
      name: containerResource.name,
      currentAverageUtilization: containerResource.current.averageUtilization,
      currentAverageValue: containerResource.current.averageValue ?? '0',
      container: containerResource.container,
    },
    external: external && {
      metricName: external.metric.name,
      metricSelector: json(external.metric.selector),
      currentValue: external.current.value ?? '0',
      currentAverageValue: external.current.averageValue,
    },
  });
}

export function metricFromV1(value: JsonValue): MetricSpec {
  const { type = '', object, pods, resource, containerResource, external } = fields(value);
  return shaped({
    type,
    object: object && objectFromV1(fields(object)),
    pods: pods && {
      metric: identifier(fields(pods), 'selector'),
      target: { type: 'AverageValue', averageValue: fields(pods)['targetAverageValue'] ?? '0' },
    },
    resource: resource && { name: fields(resource)['name'], target: usageFromV1(fields(resource)) },
    containerResource: containerResource && {
      name: fields(containerResource)['name'],
      container: fields(containerResource)['container'],
      target: usageFromV1(fields(containerResource)),
    },
    external: external && externalFromV1(fields(external)),
  }) as unknown as MetricSpec;
}

function objectFromV1(given: JsonObject): Optional {
  const { target, targetValue = '0', averageValue } = given;
  const described = { describedObject: target, metric: identifier(given, 'selector') };
  if (averageValue === undefined) return { ...described, target: { type: 'Value', value: targetValue } };
  return { ...described, target: { type: 'AverageValue', value: targetValue === '0' ? undefined : targetValue, averageValue } };
}

function externalFromV1(given: JsonObject): Optional {
  const { targetValue, targetAverageValue } = given;
  const type = targetValue === undefined ? 'AverageValue' : 'Value';
  return { metric: identifier(given, 'metricSelector'), target: { type, value: targetValue, averageValue: targetAverageValue } };
}

function usageFromV1({ targetAverageUtilization, targetAverageValue }: JsonObject): Optional {
  const type = targetAverageUtilization === undefined ? 'AverageValue' : 'Utilization';
  return { type, averageValue: targetAverageValue, averageUtilization: targetAverageUtilization };
}

export function metricStatusFromV1(value: JsonValue): MetricStatus {
  const { type = '', object, pods, resource, containerResource, external } = fields(value);
  const usage = (given: JsonObject): Optional => ({
    averageUtilization: given['currentAverageUtilization'],
    averageValue: given['currentAverageValue'] ?? '0',
  });
  return shaped({
    type,
    object: object && {
      describedObject: fields(object)['target'],
      metric: identifier(fields(object), 'selector'),
      current: { value: fields(object)['currentValue'] ?? '0', averageValue: fields(object)['averageValue'] },
    },
    pods: pods && {
      metric: identifier(fields(pods), 'selector'),
      current: { averageValue: fields(pods)['currentAverageValue'] ?? '0' },
    },
    resource: resource && { name: fields(resource)['name'], current: usage(fields(resource)) },
    containerResource: containerResource && {
      name: fields(containerResource)['name'],
      container: fields(containerResource)['container'],
      current: usage(fields(containerResource)),
    },
    external: external && {
      metric: identifier(fields(external), 'metricSelector'),
      current: { value: fields(external)['currentValue'] ?? '0', averageValue: fields(external)['currentAverageValue'] },
    },
  }) as unknown as MetricStatus;
}

interface Optional {
  readonly [field: string]: JsonValue | Optional | undefined;
}

function identifier(given: JsonObject, selector: string): Optional {
  return { name: given['metricName'] ?? '', selector: given[selector] };
}

function reference({ kind, name, apiVersion }: { readonly kind: string; readonly name: string; readonly apiVersion?: string }): Optional {
  return { kind, name, apiVersion: apiVersion || undefined };
}

function json(selector: LabelSelector | undefined): JsonValue | undefined {
  return selector as JsonValue | undefined;
}

function fields(value: JsonValue): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}

/** Without the fields that are not there, at every level. */
function shaped(value: Optional): JsonObject {
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, field]) => {
      if (field === undefined || field === null) return [];
      return [[key, typeof field === 'object' && !Array.isArray(field) ? shaped(field as Optional) : (field as JsonValue)]];
    }),
  );
}

import type { Fidelity } from '../../fidelity.ts';

/** Nothing scales by these yet. */
export const horizontalPodAutoscalerFidelity: Fidelity = {
  HorizontalPodAutoscaler: { simulated: 'apiVersion kind metadata', kept: 'spec status' },
  HorizontalPodAutoscalerV1: { simulated: 'apiVersion kind metadata', kept: 'spec status' },
  HorizontalPodAutoscalerSpec: { kept: 'behavior maxReplicas metrics minReplicas scaleTargetRef' },
  HorizontalPodAutoscalerStatus: { kept: 'conditions currentMetrics currentReplicas desiredReplicas lastScaleTime observedGeneration' },
  HorizontalPodAutoscalerSpecV1: { kept: 'maxReplicas minReplicas scaleTargetRef targetCPUUtilizationPercentage' },
  HorizontalPodAutoscalerStatusV1: {
    kept: 'currentCPUUtilizationPercentage currentReplicas desiredReplicas lastScaleTime observedGeneration',
  },
  HorizontalPodAutoscalerBehavior: { kept: 'scaleDown scaleUp' },
  HorizontalPodAutoscalerCondition: { kept: 'lastTransitionTime message reason status type' },
  CrossVersionObjectReference: { kept: 'apiVersion kind name' },
  CrossVersionObjectReferenceV1: { kept: 'apiVersion kind name' },
  HPAScalingRules: { kept: 'policies selectPolicy stabilizationWindowSeconds tolerance' },
  HPAScalingPolicy: { kept: 'periodSeconds type value' },
  MetricSpec: { kept: 'containerResource external object pods resource type' },
  MetricStatus: { kept: 'containerResource external object pods resource type' },
  MetricTarget: { kept: 'averageUtilization averageValue type value' },
  MetricIdentifier: { kept: 'name selector' },
  MetricValueStatus: { kept: 'averageUtilization averageValue value' },
  ContainerResourceMetricSource: { kept: 'container name target' },
  ExternalMetricSource: { kept: 'metric target' },
  ObjectMetricSource: { kept: 'describedObject metric target' },
  PodsMetricSource: { kept: 'metric target' },
  ResourceMetricSource: { kept: 'name target' },
  ContainerResourceMetricStatus: { kept: 'container current name' },
  ExternalMetricStatus: { kept: 'current metric' },
  ObjectMetricStatus: { kept: 'current describedObject metric' },
  PodsMetricStatus: { kept: 'current metric' },
  ResourceMetricStatus: { kept: 'current name' },
};

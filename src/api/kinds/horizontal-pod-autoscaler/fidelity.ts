import type { Fidelity } from '../../fidelity.ts';

/** Bounds hold. Of metrics there are none to be had, which is what the status says. */
export const horizontalPodAutoscalerFidelity: Fidelity = {
  HorizontalPodAutoscaler: { simulated: 'apiVersion kind metadata spec status' },
  HorizontalPodAutoscalerV1: { simulated: 'apiVersion kind metadata spec status' },
  HorizontalPodAutoscalerSpec: { simulated: 'maxReplicas metrics minReplicas scaleTargetRef', kept: 'behavior' },
  HorizontalPodAutoscalerStatus: {
    simulated: 'conditions currentMetrics currentReplicas desiredReplicas lastScaleTime',
    kept: 'observedGeneration',
  },
  HorizontalPodAutoscalerSpecV1: { simulated: 'maxReplicas minReplicas scaleTargetRef targetCPUUtilizationPercentage' },
  HorizontalPodAutoscalerStatusV1: {
    simulated: 'currentReplicas desiredReplicas lastScaleTime',
    kept: 'currentCPUUtilizationPercentage observedGeneration',
  },
  HorizontalPodAutoscalerBehavior: { kept: 'scaleDown scaleUp' },
  HorizontalPodAutoscalerCondition: { simulated: 'lastTransitionTime message reason status type' },
  CrossVersionObjectReference: { simulated: 'apiVersion kind name' },
  CrossVersionObjectReferenceV1: { simulated: 'apiVersion kind name' },
  HPAScalingRules: { kept: 'policies selectPolicy stabilizationWindowSeconds tolerance' },
  HPAScalingPolicy: { kept: 'periodSeconds type value' },
  MetricSpec: { simulated: 'containerResource external object pods resource type' },
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

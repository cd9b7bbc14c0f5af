import type { Fidelity } from '../../fidelity.ts';

/** Of metrics there are those of resources. Others need an adapter, of which there is none, and the status says so. */
export const horizontalPodAutoscalerFidelity: Fidelity = {
  HorizontalPodAutoscaler: { simulated: 'apiVersion kind metadata spec status' },
  HorizontalPodAutoscalerV1: { simulated: 'apiVersion kind metadata spec status' },
  HorizontalPodAutoscalerSpec: { simulated: 'behavior maxReplicas metrics minReplicas scaleTargetRef' },
  HorizontalPodAutoscalerStatus: {
    simulated: 'conditions currentMetrics currentReplicas desiredReplicas lastScaleTime',
    kept: 'observedGeneration',
  },
  HorizontalPodAutoscalerSpecV1: { simulated: 'maxReplicas minReplicas scaleTargetRef targetCPUUtilizationPercentage' },
  HorizontalPodAutoscalerStatusV1: {
    simulated: 'currentCPUUtilizationPercentage currentReplicas desiredReplicas lastScaleTime',
    kept: 'observedGeneration',
  },
  HorizontalPodAutoscalerBehavior: { simulated: 'scaleDown scaleUp' },
  HorizontalPodAutoscalerCondition: { simulated: 'lastTransitionTime message reason status type' },
  CrossVersionObjectReference: { simulated: 'apiVersion kind name' },
  CrossVersionObjectReferenceV1: { simulated: 'apiVersion kind name' },
  HPAScalingRules: { simulated: 'policies selectPolicy stabilizationWindowSeconds tolerance' },
  HPAScalingPolicy: { simulated: 'periodSeconds type value' },
  MetricSpec: { simulated: 'containerResource external object pods resource type' },
  MetricStatus: { simulated: 'containerResource resource type', kept: 'external object pods' },
  MetricTarget: { simulated: 'averageUtilization averageValue', kept: 'type value' },
  MetricIdentifier: { kept: 'name selector' },
  MetricValueStatus: { simulated: 'averageUtilization averageValue', kept: 'value' },
  ContainerResourceMetricSource: { simulated: 'container name target' },
  ExternalMetricSource: { kept: 'metric target' },
  ObjectMetricSource: { kept: 'describedObject metric target' },
  PodsMetricSource: { kept: 'metric target' },
  ResourceMetricSource: { simulated: 'name target' },
  ContainerResourceMetricStatus: { simulated: 'container current name' },
  ExternalMetricStatus: { kept: 'current metric' },
  ObjectMetricStatus: { kept: 'current describedObject metric' },
  PodsMetricStatus: { kept: 'current metric' },
  ResourceMetricStatus: { simulated: 'current name' },
};

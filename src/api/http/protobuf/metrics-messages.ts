/** Messages of the metrics API (k8s.io/metrics/pkg/apis/metrics/v1beta1/generated.proto), in the form of messages.gen.json. */
export const METRICS_PACKAGES: { readonly [apiVersion: string]: string } = { 'metrics.k8s.io/v1beta1': 'metrics/v1beta1' };

const MEASURED = '1:metadata:meta/v1.ObjectMeta! 2:timestamp:Time! 3:window:Duration!';

export const METRICS_MESSAGES: { readonly [name: string]: string } = {
  'metrics/v1beta1.ContainerMetrics': '1:name:string! 2:usage:{}Quantity!',
  'metrics/v1beta1.NodeMetrics': `${MEASURED} 4:usage:{}Quantity!`,
  'metrics/v1beta1.NodeMetricsList': '1:metadata:meta/v1.ListMeta! 2:items:[].NodeMetrics!',
  'metrics/v1beta1.PodMetrics': `${MEASURED} 4:containers:[].ContainerMetrics!`,
  'metrics/v1beta1.PodMetricsList': '1:metadata:meta/v1.ListMeta! 2:items:[].PodMetrics!',
};

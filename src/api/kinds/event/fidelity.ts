import type { Fidelity } from '../../fidelity.ts';

export const eventFidelity: Fidelity = {
  Event: {
    simulated:
      'apiVersion count eventTime firstTimestamp involvedObject kind lastTimestamp message metadata reason reportingComponent reportingInstance source type',
    kept: 'action related series',
  },
  EventSeries: { kept: 'count lastObservedTime' },
  EventSource: { simulated: 'component host' },
  EventsEvent: {
    simulated:
      'apiVersion deprecatedCount deprecatedFirstTimestamp deprecatedLastTimestamp deprecatedSource eventTime kind metadata note reason regarding reportingController reportingInstance type',
    kept: 'action related series',
  },
  EventsEventSeries: { kept: 'count lastObservedTime' },
};

import { type FieldError, forbidden, invalid, notSupported, required } from '../../field-error.ts';
import { NOT_NEGATIVE } from '../checks.ts';

/** What of a container's log is asked for: the query of `pods/<name>/log`. */
export interface PodLogOptions {
  readonly container?: string;
  readonly follow?: boolean;
  readonly insecureSkipTLSVerifyBackend?: boolean;
  readonly limitBytes?: number;
  readonly previous?: boolean;
  readonly sinceSeconds?: number;
  readonly sinceTime?: string;
  readonly stream?: string;
  readonly tailLines?: number;
  readonly timestamps?: boolean;
}

/** `mayChooseStream`: whether output and errors can be asked for apart, a feature that is off (ValidatePodLogOptions). */
export function validatePodLogOptions(options: PodLogOptions, mayChooseStream = false): readonly FieldError[] {
  const { tailLines, limitBytes, sinceSeconds, sinceTime } = options;
  return [
    ...(tailLines !== undefined && tailLines < 0 ? [invalid('tailLines', tailLines, NOT_NEGATIVE)] : []),
    ...(limitBytes !== undefined && limitBytes < 1 ? [invalid('limitBytes', limitBytes, 'must be greater than 0')] : []),
    ...sinceErrors(sinceSeconds, sinceTime),
    ...streamErrors(options, mayChooseStream),
  ];
}

function sinceErrors(seconds: number | undefined, time: string | undefined): readonly FieldError[] {
  if (seconds === undefined) return [];
  if (time !== undefined) return [forbidden('', 'at most one of `sinceTime` or `sinceSeconds` may be specified')];
  return seconds < 1 ? [invalid('sinceSeconds', seconds, 'must be greater than 0')] : [];
}

const STREAMS = ['All', 'Stderr', 'Stdout'];

function streamErrors({ stream, tailLines }: PodLogOptions, mayChoose: boolean): readonly FieldError[] {
  if (!mayChoose) return stream === undefined ? [] : [forbidden('stream', 'may not be specified')];
  if (stream === undefined) return [required('stream', 'must be specified')];
  return [
    ...(STREAMS.includes(stream) ? [] : [notSupported('stream', stream, STREAMS)]),
    ...(stream !== 'All' && tailLines !== undefined
      ? [forbidden('', '`tailLines` and specific `stream` are mutually exclusive for now')]
      : []),
  ];
}

/** Values of `endpointState`. */
export const EndpointState = { unready: 0, ready: 1, terminating: 2 } as const;

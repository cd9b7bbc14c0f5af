/** How much of a container's log there is to read: a real kubelet keeps ten megabytes before it begins another file. */
export const MOST_LINES = 1000;
export const MOST_BYTES = 65_536;

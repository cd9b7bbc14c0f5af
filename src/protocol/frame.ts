/** Frames are columns of what is drawn, so they are defined with the picture; on the wire they are part of the protocol. */
export * from '../view/frame.ts';
export { type FrameUpdate, type PodColumns, makePodColumns } from '../view/update.ts';

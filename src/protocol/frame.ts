/** Frames are columns of what is drawn, so they are defined with the picture; on the wire they are part of the protocol. */
export * from '../view/frame.ts';

/** Below this width in CSS pixels tiles are written as pixels; above it there are few enough to be drawn. */
export const MARKS_BELOW = 28;
/** Below this width cards have no words, and are written as pixels too. */
export const PLATES_BELOW = 12;

/** Tiles of this size are looked into: they have room for what is in their pods. */
export const INSIDE_FROM = { width: 300, height: 120 };

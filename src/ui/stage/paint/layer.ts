/** One canvas of the stack, sized in CSS pixels and drawn at the device's own. */
export interface Layer {
  readonly canvas: HTMLCanvasElement;
  readonly pen: CanvasRenderingContext2D;
  width: number;
  height: number;
  ratio: number;
}

export function createLayer(canvas: HTMLCanvasElement): Layer {
  const pen = canvas.getContext('2d');
  if (pen === null) throw new Error('This browser has no 2d canvas.');
  return { canvas, pen, width: 0, height: 0, ratio: 1 };
}

export function sizeLayer(layer: Layer, width: number, height: number, ratio: number): void {
  layer.width = width;
  layer.height = height;
  layer.ratio = ratio;
  layer.canvas.width = Math.round(width * ratio);
  layer.canvas.height = Math.round(height * ratio);
}

export function wipe(layer: Layer): void {
  layer.pen.setTransform(layer.ratio, 0, 0, layer.ratio, 0, 0);
  layer.pen.clearRect(0, 0, layer.width, layer.height);
}

/** From world units to CSS pixels: times k, plus x and y. */
export interface View {
  readonly k: number;
  readonly x: number;
  readonly y: number;
}

export function isVisible(layer: Layer, x: number, y: number, width: number, height: number): boolean {
  return x < layer.width && y < layer.height && x + width > 0 && y + height > 0;
}

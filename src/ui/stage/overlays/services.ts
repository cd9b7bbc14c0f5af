import type { Overlay } from './overlay.ts';

/** What the signs of Services stand for; the lines themselves are painted with the stage. */
export const services: Overlay = {
  id: 'services',
  words: {
    en: {
      title: 'Services',
      help: 'Each Service stands below the field, with a line to every pod that answers for it; broken where none is ready.',
    },
    zh: { title: 'Service', help: '每个 Service 显示在下方，连线通向为它应答的 Pod；没有就绪者时为虚线。' },
  },
  start(show, language) {
    const zh = language === 'zh';
    return {
      legend() {
        const { tokens } = show.palette;
        const foot = (full: boolean) => (pen: CanvasRenderingContext2D, size: number) => {
          pen.strokeStyle = tokens.ink2;
          pen.fillStyle = full ? tokens.ink2 : tokens.surface;
          pen.lineWidth = 1.5;
          pen.setLineDash(full ? [] : [3, 2]);
          pen.beginPath();
          pen.moveTo(0, size / 2);
          pen.lineTo(size - 6, size / 2);
          pen.stroke();
          pen.setLineDash([]);
          pen.beginPath();
          pen.arc(size - 4, size / 2, 3, 0, Math.PI * 2);
          pen.fill();
          pen.stroke();
        };
        return [
          { text: zh ? '就绪的端点' : 'endpoint that is ready', draw: foot(true) },
          { text: zh ? '未就绪的端点' : 'endpoint that is not', draw: foot(false) },
        ];
      },
    };
  },
};

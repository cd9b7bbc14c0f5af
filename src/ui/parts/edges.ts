/** Says on a row that scrolls sideways, for as long as it lives, at which ends there is more: `data-more` is `left`, `right`, `left right` or ''. */
export function watchEdges(row: HTMLElement): void {
  const look = (): void => {
    const { scrollLeft, scrollWidth, clientWidth } = row;
    const ends = [scrollLeft > 1 ? 'left' : '', scrollLeft + clientWidth < scrollWidth - 1 ? 'right' : ''];
    row.dataset['more'] = ends.filter((end) => end !== '').join(' ');
  };
  const observer = new ResizeObserver(look);
  for (const element of [row, ...row.children]) observer.observe(element);
  row.addEventListener('scroll', look, { passive: true });
}

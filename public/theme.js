// Sets the theme before the first paint; the page's own code takes over from there (src/ui/state/preferences.ts).
(function () {
  var chosen;
  try {
    chosen = JSON.parse(localStorage.getItem('kubarium.preferences') || '{}').theme;
  } catch {
    chosen = undefined;
  }
  var dark = matchMedia('(prefers-color-scheme: dark)').matches;
  document.documentElement.dataset.theme = chosen === 'paper' || chosen === 'night' ? chosen : dark ? 'night' : 'paper';
})();

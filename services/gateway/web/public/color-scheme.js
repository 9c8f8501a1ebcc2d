// Runs before the first paint, so that a dark screen does not flash white.
// The key is the one the application stores the choice under.
(function () {
  var stored = null;
  try {
    stored = window.localStorage.getItem('handup.color-scheme');
  } catch {
    // Storage may be blocked; the system's preference is then used.
    stored = null;
  }
  var dark =
    stored === 'dark' ||
    (stored !== 'light' && window.matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
})();

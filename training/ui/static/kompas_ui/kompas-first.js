// Runs before the page is drawn: the reader's theme and text size, without a flash. Everything works without it.
(() => {
  const root = document.documentElement;

  function showChoices() {
    const theme = localStorage.getItem("kc-theme");
    const zoom = localStorage.getItem("kc-zoom");
    if (theme) root.dataset.kcTheme = theme;
    if (zoom) root.dataset.kcZoom = zoom;
  }

  // What a module was to bring to life and did not (lost on a bad network) becomes the plain form it is.
  function showPlainForms() {
    for (const part of document.querySelectorAll("[data-kc-module]")) part.dataset.kcPlain = "";
  }

  root.dataset.kcJs = "";
  try {
    showChoices();
  } catch {
    // Storage may be forbidden; the page stays as the system wants it.
  }
  addEventListener("load", showPlainForms);
})();

// Runs before the page is drawn: the reader's theme and text size, without a flash. Everything works without it.
(() => {
  const root = document.documentElement;
  root.dataset.kcJs = "";
  try {
    const theme = localStorage.getItem("kc-theme"), zoom = localStorage.getItem("kc-zoom");
    if (theme) root.dataset.kcTheme = theme;
    if (zoom) root.dataset.kcZoom = zoom;
  } catch { /* storage may be forbidden; the page stays as the system wants it */ }
  // What a module was to bring to life and did not (lost on a bad network) becomes the plain form it is.
  addEventListener("load", () => {
    document.querySelectorAll("[data-kc-module]").forEach(part => { part.dataset.kcPlain = ""; });
  });
})();

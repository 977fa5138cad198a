// Progressive enhancement only; every page works without this file. Plain ES module, CSP-clean, no dependencies.
const root = document.documentElement;
const store = (key, value) => { try { value ? localStorage.setItem(key, value) : localStorage.removeItem(key); } catch { /* forbidden storage */ } };

const NEXT_ZOOM = { "": "2", 2: "3", 3: "" };
const sync = () => {
  document.querySelectorAll("[data-kc-theme-set]").forEach(b => b.setAttribute("aria-pressed", root.dataset.kcTheme === b.dataset.kcThemeSet));
  document.querySelectorAll("[data-kc-zoom-next]").forEach(b => b.setAttribute("aria-pressed", Boolean(root.dataset.kcZoom)));
};
sync();

document.addEventListener("click", event => {
  const themeButton = event.target.closest("[data-kc-theme-set]");
  if (themeButton) {
    const theme = root.dataset.kcTheme === themeButton.dataset.kcThemeSet ? "" : themeButton.dataset.kcThemeSet;
    theme ? root.dataset.kcTheme = theme : delete root.dataset.kcTheme;
    store("kc-theme", theme);
    sync();
  }
  if (event.target.closest("[data-kc-zoom-next]")) {
    const zoom = NEXT_ZOOM[root.dataset.kcZoom || ""];
    zoom ? root.dataset.kcZoom = zoom : delete root.dataset.kcZoom;
    store("kc-zoom", zoom);
    sync();
  }
  const opener = event.target.closest("[data-kc-open]");
  if (opener) document.getElementById(opener.dataset.kcOpen)?.showModal();
  if (event.target.closest("[data-kc-close]")) event.target.closest("dialog")?.close();
  if (event.target.closest("[data-kc-print]")) window.print();
  // A menu closes when something else is chosen.
  document.querySelectorAll("details.kc-account[open]").forEach(menu => { if (!menu.contains(event.target)) menu.open = false; });
});

document.addEventListener("keydown", event => {
  if (event.key !== "Escape") return;
  const menu = document.querySelector("details.kc-account[open], details.kc-menu[open]");
  if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
});

// An error summary is read first.
document.querySelector("[data-kc-errors]")?.focus();

// Browsers that cannot open a folded filter box by style alone get it opened on wide screens.
if (!CSS.supports("selector(::details-content)") && matchMedia("(min-width: 900px)").matches) {
  document.querySelectorAll("details.kc-filterbox, details.kc-menu").forEach(box => { box.open = true; });
}

// <form data-kc-confirm="…">: a question before something that cannot be taken back.
document.addEventListener("submit", event => {
  const question = event.target.dataset.kcConfirm;
  if (question && !window.confirm(question)) event.preventDefault();
});

// <form data-kc-account="…" data-kc-unsent="…">: signing out with marks of a roster that never reached the server.
// They must not wait for whoever signs in next on this device.
document.addEventListener("submit", event => {
  const { kcAccount, kcUnsent } = event.target.dataset;
  if (!kcAccount) return;
  const key = "kc-roster-" + kcAccount;
  let unsent = 0;
  try { unsent = JSON.parse(localStorage.getItem(key) ?? "[]").length; } catch { /* forbidden storage */ }
  if (!unsent) return;
  if (window.confirm(kcUnsent.replace("{count}", unsent))) store(key); else event.preventDefault();
});

// <form method="get" data-kc-live="#results">: the region is replaced without a page load; Back works; the count is announced.
document.querySelectorAll("form[data-kc-live]").forEach(form => {
  const region = form.dataset.kcLive;
  let control, timer;
  const load = async (url, remember) => {
    control?.abort();
    control = new AbortController();
    document.querySelector(region).setAttribute("aria-busy", "true");
    try {
      const response = await fetch(url, { signal: control.signal, headers: { "X-Requested-With": "kc-live" } });
      const fresh = new DOMParser().parseFromString(await response.text(), "text/html").querySelector(region);
      if (!fresh) { location.assign(url); return; }
      document.querySelector(region).replaceWith(fresh);
      const status = document.querySelector("[data-kc-status]");
      if (status) status.textContent = fresh.querySelector("[data-kc-count]")?.textContent ?? "";
      if (remember) history.pushState({}, "", url);
    } catch (error) {
      if (error.name !== "AbortError") location.assign(url);
    }
  };
  const address = () => {
    const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== "")).toString();
    return form.action.split("?")[0] + (query ? "?" + query : "");
  };
  form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(() => load(address(), true), 300); });
  form.addEventListener("submit", event => { event.preventDefault(); clearTimeout(timer); load(address(), true); });
  addEventListener("popstate", () => load(location.href, false));
});

// Progressive enhancement only; every page works without this file. Plain ES module, CSP-clean, no dependencies.

const NEXT_ZOOM = { "": "2", 2: "3", 3: "" };
const MILLISECONDS_OF_TYPING = 300;

// Sets or, with an empty value, removes; browsers may forbid storage.
function store(key, value) {
  try {
    if (value) localStorage.setItem(key, value);
    else localStorage.removeItem(key);
  } catch {
    // The choice holds for this page.
  }
}

// Pressed again, a version is left for what the system says.
export function nextTheme(current, pressed) {
  return current === pressed ? "" : pressed;
}

export function nextZoom(current) {
  return NEXT_ZOOM[current || ""];
}

// The address of a search form: questions left empty say nothing.
export function addressOf(action, entries) {
  const query = new URLSearchParams(entries.filter(([, value]) => value !== "")).toString();
  return action.split("?")[0] + (query ? `?${query}` : "");
}

function setChoice(name, value) {
  const { dataset } = document.documentElement;
  if (value) dataset[name] = value;
  else delete dataset[name];
}

function showChoices() {
  const { kcTheme, kcZoom } = document.documentElement.dataset;
  for (const button of document.querySelectorAll("[data-kc-theme-set]")) {
    button.setAttribute("aria-pressed", kcTheme === button.dataset.kcThemeSet);
  }
  for (const button of document.querySelectorAll("[data-kc-zoom-next]")) {
    button.setAttribute("aria-pressed", Boolean(kcZoom));
  }
}

function chooseTheme(button) {
  const theme = nextTheme(document.documentElement.dataset.kcTheme, button.dataset.kcThemeSet);
  setChoice("kcTheme", theme);
  store("kc-theme", theme);
  showChoices();
}

function chooseZoom() {
  const zoom = nextZoom(document.documentElement.dataset.kcZoom);
  setChoice("kcZoom", zoom);
  store("kc-zoom", zoom);
  showChoices();
}

function onClick(event) {
  const themeButton = event.target.closest("[data-kc-theme-set]");
  if (themeButton) chooseTheme(themeButton);
  if (event.target.closest("[data-kc-zoom-next]")) chooseZoom();
  const opener = event.target.closest("[data-kc-open]");
  if (opener) document.getElementById(opener.dataset.kcOpen)?.showModal();
  if (event.target.closest("[data-kc-close]")) event.target.closest("dialog")?.close();
  if (event.target.closest("[data-kc-print]")) window.print();
  const copier = event.target.closest("[data-kc-copy]");
  if (copier) copyValue(copier);
  // A menu closes when something else is chosen.
  for (const menu of document.querySelectorAll("details.kc-account[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
}

export function onKey(event) {
  if (event.key !== "Escape") return;
  const menu = document.querySelector("details.kc-account[open], details.kc-menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
}

// <button data-kc-copy="id of an input" data-kc-copied="Copied">: the button, and the status beside it, say that it is
// done.
export async function copyValue(button) {
  const input = document.getElementById(button.dataset.kcCopy);
  try {
    await navigator.clipboard.writeText(input.value);
  } catch {
    // Where a page may not write to the clipboard the text is marked, ready for the keyboard.
    input.select();
    return;
  }
  button.querySelector("span").textContent = button.dataset.kcCopied;
  const status = button.parentElement.querySelector("[role=status]");
  if (status) status.textContent = button.dataset.kcCopied;
}

// Browsers that cannot open a folded filter box by style alone get it opened on wide screens.
function openBoxes() {
  if (CSS.supports("selector(::details-content)") || !matchMedia("(min-width: 900px)").matches) return;
  for (const box of document.querySelectorAll("details.kc-filterbox, details.kc-menu")) box.open = true;
}

// <form data-kc-confirm="…">: a question before something that cannot be taken back.
export function confirmSubmit(event) {
  const question = event.target.dataset.kcConfirm;
  if (question && !window.confirm(question)) event.preventDefault();
}

// <form data-kc-account="…" data-kc-unsent="…">: signing out with marks of a roster that never reached the server
// (the queue of roster.js). They must not wait for whoever signs in next on this device.
export function confirmSignOut(event) {
  const { kcAccount, kcUnsent } = event.target.dataset;
  if (!kcAccount) return;
  const key = `kc-roster-${kcAccount}`;
  let unsent = 0;
  try {
    unsent = JSON.parse(localStorage.getItem(key) ?? "[]").length;
  } catch {
    // Without storage nothing waits in it.
  }
  if (!unsent) return;
  if (window.confirm(kcUnsent.replace("{count}", unsent))) store(key);
  else event.preventDefault();
}

// <form method="get" data-kc-live="#results">: the region is replaced without a page load; Back works; the count
// is announced.
export function makeLive(form) {
  const region = form.dataset.kcLive;
  let control;
  let timer;

  function address() {
    return addressOf(form.action, [...new FormData(form)]);
  }

  async function load(url, remember) {
    control?.abort();
    control = new AbortController();
    document.querySelector(region).setAttribute("aria-busy", "true");
    try {
      const response = await fetch(url, { signal: control.signal, headers: { "X-Requested-With": "kc-live" } });
      const fresh = new DOMParser().parseFromString(await response.text(), "text/html").querySelector(region);
      if (!fresh) {
        location.assign(url);
        return;
      }
      document.querySelector(region).replaceWith(fresh);
      const status = document.querySelector("[data-kc-status]");
      if (status) status.textContent = fresh.querySelector("[data-kc-count]")?.textContent ?? "";
      if (remember) history.pushState({}, "", url);
    } catch (error) {
      if (error.name !== "AbortError") location.assign(url);
    }
  }

  function onInput() {
    clearTimeout(timer);
    timer = setTimeout(() => load(address(), true), MILLISECONDS_OF_TYPING);
  }

  function onSubmit(event) {
    event.preventDefault();
    clearTimeout(timer);
    load(address(), true);
  }

  form.addEventListener("input", onInput);
  form.addEventListener("submit", onSubmit);
  addEventListener("popstate", () => load(location.href, false));
}

function start() {
  showChoices();
  document.addEventListener("click", onClick);
  document.addEventListener("keydown", onKey);
  document.addEventListener("submit", confirmSubmit);
  document.addEventListener("submit", confirmSignOut);
  // An error summary is read first.
  document.querySelector("[data-kc-errors]")?.focus();
  openBoxes();
  for (const form of document.querySelectorAll("form[data-kc-live]")) makeLive(form);
}

// Tests import this file where there is no page.
if (globalThis.document) start();

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
  if (CSS.supports("selector(::details-content)") || !matchMedia("(width >= 56.25em)").matches) return;
  for (const box of document.querySelectorAll("details.kc-filterbox, details.kc-menu, details.kc-fold"))
    box.open = true;
}

// <form data-kc-confirm="…">: a question before something that cannot be taken back.
export function confirmSubmit(event) {
  const question = event.target.dataset.kcConfirm;
  if (question && !window.confirm(question)) event.preventDefault();
}

// <form data-kc-send-at-once>: what its person sent before the session ended goes on its way without another click.
export function sendAtOnce(page) {
  page.querySelector("form[data-kc-send-at-once]")?.requestSubmit();
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

// The address without the place in the page.
function withoutPlace(url) {
  return url.split("#")[0];
}

// One entry of the history for each settled change: what is typed on in the same field changes the entry that its
// first letter made.
export function historyMethod(edited, control) {
  return control && control === edited ? "replaceState" : "pushState";
}

// A choice is settled when it is made; in other fields somebody may still be typing.
export function isTyped(control) {
  return Boolean(control) && !["checkbox", "radio", "select-one", "select-multiple"].includes(control.type);
}

// What the server says of each question: the control keeps what is in it, unless it is filled again.
function showAnswers(form, fresh, isFilledAgain) {
  for (const control of form.elements) {
    const twin = control.id ? fresh.getElementById(control.id) : null;
    if (!twin) continue;
    control.ariaInvalid = twin.ariaInvalid;
    control.closest(".kc-field")?.classList.toggle("kc-field--bad", twin.ariaInvalid === "true");
    if (isFilledAgain) {
      control.value = twin.value;
      control.checked = twin.checked;
    }
  }
}

// Parts outside the results that follow the answer: how many filters are in force, errors beside their fields.
function showParts(fresh) {
  for (const part of document.querySelectorAll("[data-kc-follows]")) {
    const twin = fresh.getElementById(part.id);
    if (twin) part.replaceWith(twin);
  }
}

// <form method="get" data-kc-live="#results">: the region is replaced without a page load; Back fills the form as it
// was; the count is announced.
export function makeLive(form) {
  const region = form.dataset.kcLive;
  let control; // of the request under way
  let timer;
  let waiting; // the field whose change waits for a pause in typing
  let edited; // the field whose entry of the history is still being typed
  let shown = withoutPlace(location.href);

  function show(fresh, isFilledAgain) {
    const results = fresh.querySelector(region);
    document.querySelector(region).replaceWith(results);
    document.title = fresh.title;
    showAnswers(form, fresh, isFilledAgain);
    showParts(fresh);
    const status = document.querySelector("[data-kc-status]");
    if (status) status.textContent = results.querySelector("[data-kc-count]")?.textContent ?? "";
  }

  async function load(url, isFilledAgain) {
    control?.abort();
    control = new AbortController();
    shown = url;
    document.querySelector(region).setAttribute("aria-busy", "true");
    try {
      const response = await fetch(url, { signal: control.signal, headers: { "X-Requested-With": "kc-live" } });
      const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
      if (fresh.querySelector(region)) show(fresh, isFilledAgain);
      else location.assign(url);
    } catch (error) {
      if (error.name !== "AbortError") location.assign(url);
    }
  }

  // The address changes before the answer comes: one that a further letter overtakes has its entry all the same.
  function ask() {
    clearTimeout(timer);
    const field = waiting;
    waiting = undefined;
    const url = addressOf(form.action, [...new FormData(form)]);
    if (url !== shown) history[historyMethod(edited, field)]({}, "", url);
    edited = isTyped(field) ? field : undefined;
    load(url, false);
  }

  function onInput(event) {
    clearTimeout(timer);
    waiting = event.target;
    timer = setTimeout(ask, MILLISECONDS_OF_TYPING);
  }

  function onSubmit(event) {
    event.preventDefault();
    ask();
    edited = undefined;
  }

  function onLeave() {
    if (waiting) ask();
    edited = undefined;
  }

  function onBack() {
    const url = withoutPlace(location.href);
    // A link to a place in the page, as the one that skips to the content, asks for nothing new.
    if (url === shown) return;
    clearTimeout(timer);
    waiting = undefined;
    edited = undefined;
    load(url, true);
  }

  form.addEventListener("input", onInput);
  form.addEventListener("focusout", onLeave);
  form.addEventListener("submit", onSubmit);
  addEventListener("popstate", onBack);
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
  sendAtOnce(document);
  for (const form of document.querySelectorAll("form[data-kc-live]")) makeLive(form);
}

// Tests import this file where there is no page.
if (globalThis.document) start();

// Saves each tap of the sheet of outcomes by itself. The page is a plain form without this file.

const MILLISECONDS_OF_TAPPING = 700;
const SECONDS_OFFLINE = 4;
const SECONDS_SIGNED_OUT = 15;

// The cells whose choice the server does not have, as [name of the cell, choice]; `fields` are the entries of the form.
export function unsavedCells(fields) {
  const values = new Map(fields);
  return fields
    .filter(([name, value]) => name.startsWith("verdict-") && value !== values.get(name.replace("verdict-", "was-")))
    .map(([name, value]) => [name.slice("verdict-".length), value]);
}

// What an answer to a saving means: "saved", "refused", "signed out" or "offline".
export function outcomeOf(response) {
  if (response.type === "opaqueredirect" || response.status === 403) return "signed out";
  if (response.status >= 500) return "offline";
  return response.ok ? "saved" : "refused";
}

function startSheet(form) {
  const words = form.dataset;
  let timer;
  let isSending = false;
  let isLeaving = false;

  function unsaved() {
    return unsavedCells([...new FormData(form)]);
  }

  function show(text, tone) {
    const tag = form.querySelector("[data-sync]");
    const count = unsaved().length;
    tag.textContent = count ? `${text} (${count})` : text;
    tag.className = `kc-tag kc-tag--${tone}`;
    tag.hidden = false;
  }

  // Signing in again, also in another tab, changes the token; the cookie has the present one.
  function token() {
    return /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? form.elements.csrfmiddlewaretoken.value;
  }

  function later(seconds) {
    clearTimeout(timer);
    timer = setTimeout(save, seconds * 1000);
  }

  // A cell that nobody touched here shows what somebody else recorded meanwhile, and is not sent back as it was.
  function remember(answer) {
    for (const [cell, verdict] of Object.entries(answer.cells)) {
      const was = form.elements[`was-${cell}`];
      // Somebody who joined after the page was opened has no row here.
      if (!was) continue;
      const radios = [...form.elements[`verdict-${cell}`]];
      const chosen = radios.find((radio) => radio.checked)?.value ?? "";
      if (chosen === was.value) for (const radio of radios) radio.checked = radio.value === verdict;
      was.value = verdict;
    }
    for (const [person, count] of Object.entries(answer.verified)) {
      const place = form.querySelector(`[data-verified="${person}"]`);
      if (place) place.textContent = count;
    }
  }

  async function send() {
    const data = new FormData(form);
    data.set("do", "save");
    data.delete("person");
    const response = await fetch(form.action, {
      method: "POST",
      redirect: "manual",
      headers: { Accept: "application/json", "X-CSRFToken": token() },
      body: data,
    });
    const outcome = outcomeOf(response);
    if (outcome !== "saved" && outcome !== "refused") return [outcome, {}];
    // A page instead of an answer: the edition is no longer open to this reader.
    const answer = await response.json().catch(() => ({}));
    return [answer.cells ? outcome : "refused", answer];
  }

  async function save() {
    if (isSending) return later(1);
    if (!unsaved().length) return;
    isSending = true;
    show(words.saving, "warn");
    const [outcome, answer] = await send().catch(() => ["offline", {}]);
    isSending = false;
    if (outcome === "saved") {
      remember(answer);
      if (unsaved().length) later(0);
      else show(words.saved, "ok");
    } else if (outcome === "refused") {
      show(answer.title ?? words.refused, "bad");
    } else if (outcome === "offline") {
      show(words.offline, "bad");
      later(SECONDS_OFFLINE);
    } else {
      show(words.lost, "bad");
      later(SECONDS_SIGNED_OUT);
    }
  }

  function onChange(event) {
    if (event.target.matches("[data-tick-all]")) {
      for (const box of form.querySelectorAll("input[name=person]")) box.checked = event.target.checked;
      return;
    }
    if (event.target.name === "person") return;
    clearTimeout(timer);
    timer = setTimeout(save, MILLISECONDS_OF_TAPPING);
  }

  form.addEventListener("change", onChange);
  form.addEventListener("submit", () => {
    isLeaving = true;
  });
  addEventListener("focus", () => later(0));
  addEventListener("online", () => later(0));
  addEventListener("beforeunload", (event) => {
    if (!isLeaving && unsaved().length) event.preventDefault();
  });
}

// Tests import this file where there is no page.
const sheet = globalThis.document?.querySelector("[data-verify]");
if (sheet) startSheet(sheet);

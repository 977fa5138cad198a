// Saves each tap of the roster by itself. The page is a plain form without this file.
// One file on purpose: a site's storage may give files new names, and an import would not follow.

const DEFAULT_MISSED = 15;
const SECONDS_SIGNED_OUT = 15;
const SECONDS_OFFLINE = 4;

// What the server has not confirmed yet, oldest first. It lives in the browser's storage, apart for each account:
// a reload, a closed tab or a phone that ran down loses nothing. Where storage is forbidden, the page remembers.
// kompas.js reads the same key when somebody signs out.
export class UnsentQueue {
  constructor(account, storage) {
    this.key = `kc-roster-${account}`;
    this.storage = storage;
    this.memory = [];
    this.isStored = true;
  }

  messages() {
    if (!this.isStored) return this.memory;
    try {
      return JSON.parse(this.storage().getItem(this.key) ?? "[]");
    } catch {
      return this.memory;
    }
  }

  add(message) {
    this.#keep([...this.messages(), { key: newId(), ...message }]);
  }

  // Another tab of the same account may have sent it too; the server knows a repeated message.
  remove(message) {
    this.#keep(this.messages().filter((other) => other.key !== message.key));
  }

  #keep(messages) {
    this.memory = messages;
    try {
      if (messages.length) this.storage().setItem(this.key, JSON.stringify(messages));
      else this.storage().removeItem(this.key);
      this.isStored = true;
    } catch {
      this.isStored = false;
    }
  }
}

// Sends what waits, one after another: of two taps the later must arrive last. `post` sends one message; `screen`
// hears of each that was saved or refused. Returns "saved", "refused", "signed out" or "offline"; the last two
// leave the message, and all behind it, in the queue.
export async function sendUnsent(queue, post, screen) {
  let outcome = "saved";
  try {
    for (let message = queue.messages()[0]; message; message = queue.messages()[0]) {
      screen.saving();
      const response = await post(message);
      if (response.type === "opaqueredirect" || response.status === 403) return "signed out";
      const answer = await response.json().catch(() => ({}));
      if (response.status >= 500) return "offline";
      queue.remove(message);
      outcome = response.ok ? "saved" : "refused";
      if (response.ok) screen.saved(message, answer);
      else screen.refused(message, answer);
    }
    return outcome;
  } catch {
    return "offline";
  }
}

// What is posted of a message. How long ago each mark was made is told, also when it waited half an hour behind
// others: the server asks who spoke last.
export function payload(message, account, now) {
  if (message.undo) return { account, undo: message.undo };
  const entries = message.entries.map(({ markedAt, ...entry }) => ({ ...entry, age: Math.max(0, now - markedAt) }));
  return { account, how: message.how, entries };
}

// crypto.randomUUID exists only on secure addresses; a phone on the office network may not have one.
export function newId() {
  const digit = (c) => (+c ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (+c / 4)))).toString(16);
  return crypto.randomUUID?.() ?? "10000000-1000-4000-8000-100000000000".replace(/[018]/g, digit);
}

// As training.kernel.polish.fold: ł has no decomposition of its own.
export function fold(text) {
  const plain = text.replace(/[łŁ]/g, "l").replace(/['’‘ʼʹ´`′＇]/g, "");
  return plain.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().trim();
}

export function asksMinutes(presence) {
  return presence === "late" || presence === "left_early";
}

// What was typed as minutes missed of a meeting so long; nothing when it cannot be that.
export function minutesTyped(text, most) {
  const minutes = /^\d+$/.test(text.trim()) ? Number(text) : 0;
  return minutes >= 1 && minutes <= most ? minutes : null;
}

function startRoster(form) {
  const words = form.dataset;
  const people = [...form.querySelectorAll("[data-person]")];
  const queue = new UnsentQueue(words.account, () => localStorage);
  const isOfThisRoster = (message) => message.roster === words.roster;
  let isSending = false;
  let toastTimer;

  function minutes(person) {
    return person.querySelector("[data-minutes]");
  }

  function minutesField(person) {
    return minutes(person).querySelector("input");
  }

  function choice(person) {
    return person.querySelector("input[type=radio]:checked");
  }

  function chosen(person) {
    return choice(person)?.value ?? "";
  }

  function paint(person, presence, missed) {
    for (const radio of person.querySelectorAll("input[type=radio]")) radio.checked = radio.value === presence;
    minutes(person).toggleAttribute("data-open", asksMinutes(presence));
    // Somebody is typing there, or typed what cannot be: their digits are newer than ours.
    const field = minutesField(person);
    if (document.activeElement !== field && !field.hasAttribute("aria-invalid"))
      field.value = asksMinutes(presence) ? missed : "";
  }

  // Said beside the field, where what was typed stays; empty when nothing is wrong any more.
  function showFault(person, text) {
    const fault = person.querySelector("[data-fault]");
    fault.querySelector("span").textContent = text;
    fault.hidden = !text;
    if (text) minutesField(person).setAttribute("aria-invalid", "true");
    else minutesField(person).removeAttribute("aria-invalid");
  }

  // Whether what is chosen of a person can be sent; when it cannot, the row says why.
  function isComplete(person) {
    const field = minutesField(person);
    const wrong = asksMinutes(chosen(person)) && minutesTyped(field.value, Number(field.max)) === null;
    showFault(person, wrong ? words.outOfRange : "");
    return !wrong;
  }

  function showStatus(text, tone) {
    const tag = form.querySelector("[data-sync]");
    const unsent = queue.messages().length;
    tag.textContent = unsent ? `${text} (${unsent})` : text;
    tag.className = `kc-tag kc-tag--${tone}`;
  }

  function showToast(text, undo) {
    const box = form.querySelector("[data-toast]");
    const button = box.querySelector("button");
    box.querySelector("span").textContent = text;
    button.hidden = !undo;
    button.onclick = () => {
      box.hidden = true;
      undo();
    };
    box.hidden = false;
    clearTimeout(toastTimer);
    // Whoever is on the button is about to press it.
    const leave = () => {
      if (box.matches(":hover, :focus-within")) toastTimer = setTimeout(leave, 2000);
      else box.hidden = true;
    };
    toastTimer = setTimeout(leave, 8000);
  }

  function showCounts() {
    const present = people.filter((person) => ["present", "late", "left_early"].includes(chosen(person)));
    form.querySelector("[data-present]").textContent = present.length;
    form.querySelector("[data-unmarked-count]").textContent = people.filter((person) => !chosen(person)).length;
  }

  function offerUndo(person, id) {
    const button = person.querySelector("[data-undo]");
    button.value = id;
    button.hidden = !id;
  }

  function unconfirmedPeople() {
    const messages = queue.messages().filter(isOfThisRoster);
    return new Set(messages.flatMap((message) => message.people));
  }

  function showSaved(answer) {
    const unconfirmed = unconfirmedPeople();
    for (const person of people) {
      const id = person.dataset.person;
      const saved = answer.people[id];
      if (!saved || unconfirmed.has(id)) continue;
      paint(person, saved.presence, saved.missed);
      person._saved = { presence: saved.presence, missed: String(saved.missed) };
      person.querySelector("[data-recorded-by]").textContent = saved.recorded_by;
      offerUndo(person, saved.undo);
      form.elements[`was-${id}`].value = saved.presence;
      form.elements[`was-missed-${id}`].value = saved.missed;
    }
    showCounts();
  }

  function putBack(message) {
    const unconfirmed = unconfirmedPeople();
    for (const person of people) {
      const id = person.dataset.person;
      if (!message.people.includes(id) || unconfirmed.has(id)) continue;
      showFault(person, "");
      paint(person, person._saved.presence, person._saved.missed);
    }
    showCounts();
  }

  // Minutes that the server did not take stay as they were typed, with its reason beside them.
  function showRefused(message, refused) {
    for (const { id, title } of refused) {
      const entry = message.entries?.find((one) => one.id === id);
      if (!entry || !asksMinutes(entry.presence)) continue;
      const person = people.find((one) => one.dataset.person === String(entry.enrolment));
      paint(person, entry.presence, entry.missed);
      showFault(person, title);
    }
  }

  // Signing in again, also in another tab, changes the token; the cookie has the present one.
  function token() {
    return /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? form.elements.csrfmiddlewaretoken.value;
  }

  function post(message) {
    return fetch(message.roster, {
      method: "POST",
      redirect: "manual",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
      body: JSON.stringify(payload(message, words.account, Date.now())),
    });
  }

  function sendAgain(text, seconds) {
    showStatus(text, "bad");
    setTimeout(send, seconds * 1000);
  }

  async function send() {
    if (isSending) return;
    isSending = true;
    let refusal = "";
    const outcome = await sendUnsent(queue, post, {
      saving: () => showStatus(words.saving, "warn"),
      saved: (message, answer) => {
        if (!isOfThisRoster(message)) return;
        showSaved(answer);
        showRefused(message, answer.refused);
        if (answer.refused.length) showToast(answer.refused[0].title);
        else if (answer.left) showToast(answer.left);
        else if (answer.late.length) showToast(words.late);
      },
      // Put back what was saved, and go on with what was marked after it.
      refused: (message, answer) => {
        refusal = answer.title ?? words.refused;
        if (isOfThisRoster(message)) putBack(message);
        showToast(refusal);
      },
    });
    isSending = false;
    form.querySelector("[data-sign-in]").hidden = outcome !== "signed out";
    if (outcome === "saved") showStatus(words.saved, "ok");
    else if (outcome === "refused") showStatus(refusal, "bad");
    else if (outcome === "offline") sendAgain(words.offline, SECONDS_OFFLINE);
    else sendAgain(words.lost, SECONDS_SIGNED_OUT);
  }

  function takeBack(ids, touched) {
    queue.add({ roster: words.roster, undo: ids, people: touched.map((person) => person.dataset.person) });
    for (const person of touched) offerUndo(person, "");
    showToast(words.undone);
    send();
  }

  function mark(touched, how, text) {
    const markedAt = Date.now();
    const entries = touched.map((person) => ({
      id: newId(),
      enrolment: Number(person.dataset.person),
      presence: chosen(person),
      missed: asksMinutes(chosen(person)) ? Number(minutesField(person).value) : 0,
      markedAt,
      // A slow message seems newer than the tap after it; this device's own order is told, not guessed from times.
      after: person._lastId,
    }));
    queue.add({ roster: words.roster, how, entries, people: touched.map((person) => person.dataset.person) });
    touched.forEach((person, number) => {
      person._lastId = entries[number].id;
      offerUndo(person, entries[number].id);
    });
    showCounts();
    showToast(text, () =>
      takeBack(
        entries.map((entry) => entry.id),
        touched,
      ),
    );
    send();
  }

  // What was marked before the page was loaded again, and has not been sent: shown as it was marked.
  function showUnsent() {
    for (const message of queue.messages().filter(isOfThisRoster)) {
      for (const entry of message.entries ?? []) {
        const person = people.find((other) => other.dataset.person === String(entry.enrolment));
        if (!person) continue;
        paint(person, entry.presence, entry.missed);
        person._lastId = entry.id;
        offerUndo(person, entry.id);
      }
    }
    showCounts();
  }

  function describe(person) {
    const presence = chosen(person);
    const label = choice(person)?.dataset.label ?? words.unmarked;
    const missed = asksMinutes(presence) ? `, ${minutesField(person).value} min` : "";
    return `${person.querySelector("[data-person-name]").textContent}: ${label}${missed}`;
  }

  function onChange(event) {
    const person = event.target.closest("[data-person]");
    if (!person) return;
    const presence = chosen(person);
    const field = minutesField(person);
    const isTap = event.target.type === "radio";
    if (isTap) {
      minutes(person).toggleAttribute("data-open", asksMinutes(presence));
      if (asksMinutes(presence) && !field.value) field.value = Math.min(DEFAULT_MISSED, Number(field.max));
      navigator.vibrate?.(15);
    }
    if ((isTap || asksMinutes(presence)) && isComplete(person)) mark([person], "tap", describe(person));
  }

  function onSubmit(event) {
    event.preventDefault();
    if (event.submitter?.value !== "rest") return;
    const rest = people.filter((person) => !chosen(person));
    if (!rest.length) return;
    for (const person of rest) paint(person, "present", "");
    mark(rest, "rest", `${words.rest}: ${rest.length}`);
  }

  function onSearch(event) {
    const wanted = fold(event.target.value).split(/\s+/);
    for (const person of people) person.hidden = !wanted.every((word) => person.dataset.name.includes(word));
    form.querySelector("[data-none]").hidden = people.some((person) => !person.hidden);
  }

  function onUndo(event) {
    const button = event.target.closest("[data-undo]");
    if (!button) return;
    event.preventDefault();
    takeBack([button.value], [button.closest("[data-person]")]);
  }

  // What the server has of each person, to put back after a refusal.
  for (const person of people) person._saved = { presence: chosen(person), missed: minutesField(person).value };
  const search = form.querySelector("[data-search]");
  search.addEventListener("input", onSearch);
  // Enter in the search box must not send the form.
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
  form.addEventListener("change", onChange);
  form.addEventListener("submit", onSubmit);
  form.addEventListener("click", onUndo);
  addEventListener("online", send);
  addEventListener("focus", () => {
    if (queue.messages().length) send();
  });
  addEventListener("beforeunload", (event) => {
    if (!queue.isStored && queue.messages().length) event.preventDefault();
  });
  delete form.dataset.kcModule; // alive: without this line the page turns into the plain form
  if (queue.messages().length) {
    showUnsent();
    send();
  }
}

// Tests import this file where there is no page.
const form = globalThis.document?.querySelector("[data-roster]");
if (form) startRoster(form);

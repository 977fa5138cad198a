// Saves each tap of the roster by itself. The page is a plain form without this file.
const form = document.querySelector("[data-roster]");
const words = form.dataset;
const people = [...form.querySelectorAll("[data-person]")];
let busy = false, toastTimer;

// What the server has not confirmed yet, oldest first. It lives in the browser's storage, apart for each account:
// a reload, a closed tab or a phone that ran down loses nothing. Where storage is forbidden, the page remembers.
const KEY = "kc-roster-" + words.account;
let memory = [], isStored = true;
const queue = () => {
  if (!isStored) return memory;
  try { return JSON.parse(localStorage.getItem(KEY) ?? "[]"); } catch { return memory; }
};
const keep = list => {
  memory = list;
  try {
    if (list.length) localStorage.setItem(KEY, JSON.stringify(list)); else localStorage.removeItem(KEY);
    isStored = true;
  } catch { isStored = false; }
};
const enqueue = message => keep([...queue(), { key: uuid(), roster: words.roster, ...message }]);
// Another tab of the same account may have sent it too; the server knows a repeated message.
const dequeue = message => keep(queue().filter(other => other.key !== message.key));

// crypto.randomUUID exists only on secure addresses; a phone on the office network may not have one.
const uuid = () => crypto.randomUUID?.() ?? "10000000-1000-4000-8000-100000000000".replace(/[018]/g, c =>
  (+c ^ crypto.getRandomValues(new Uint8Array(1))[0] & 15 >> +c / 4).toString(16));
// As training.kernel.polish.fold: ł has no decomposition of its own.
const fold = text => text.replace(/[łŁ]/g, "l").replace(/['’‘ʼʹ´`′＇]/g, "").normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().trim();

const radios = person => [...person.querySelectorAll("input[type=radio]")];
const minutes = person => person.querySelector("[data-minutes]");
const field = person => minutes(person).querySelector("input");
const chosen = person => radios(person).find(radio => radio.checked)?.value ?? "";
const asks = presence => presence === "late" || presence === "left_early";
const DEFAULT_MISSED = 15;

const paint = (person, presence, missed) => {
  radios(person).forEach(radio => { radio.checked = radio.value === presence; });
  minutes(person).toggleAttribute("data-open", asks(presence));
  // Somebody is typing there: their digits are newer than ours.
  if (document.activeElement !== field(person)) field(person).value = asks(presence) ? missed : "";
};

const remember = (person, presence, missed) => { person._stood = { presence, missed }; };
people.forEach(person => remember(person, chosen(person), field(person).value));

const status = (text, tone) => {
  const tag = form.querySelector("[data-sync]"), unsent = queue().length;
  tag.textContent = unsent ? `${text} (${unsent})` : text;
  tag.className = "kc-tag kc-tag--" + tone;
};

const toast = (text, undo) => {
  const box = form.querySelector("[data-toast]"), button = box.querySelector("button");
  box.querySelector("span").textContent = text;
  button.hidden = !undo;
  button.onclick = () => { box.hidden = true; undo(); };
  box.hidden = false;
  clearTimeout(toastTimer);
  // Whoever is on the button is about to press it.
  const leave = () => {
    if (box.matches(":hover, :focus-within")) toastTimer = setTimeout(leave, 2000);
    else box.hidden = true;
  };
  toastTimer = setTimeout(leave, 8000);
};

const count = () => {
  form.querySelector("[data-present]").textContent =
    people.filter(person => ["present", "late", "left_early"].includes(chosen(person))).length;
  form.querySelector("[data-unmarked-count]").textContent = people.filter(person => !chosen(person)).length;
};

const here = message => message.roster === words.roster;
const unconfirmed = () => new Set(queue().filter(here).flatMap(message => message.people));
const undoButton = person => person.querySelector("[data-undo]");
const offerUndo = (person, id) => { undoButton(person).value = id; undoButton(person).hidden = !id; };

const settle = answer => {
  const pending = unconfirmed();
  for (const person of people) {
    const stands = answer.people[person.dataset.person];
    if (!stands || pending.has(person.dataset.person)) continue;
    paint(person, stands.presence, stands.missed);
    remember(person, stands.presence, String(stands.missed));
    person.querySelector("[data-said]").textContent = stands.said;
    offerUndo(person, stands.undo);
    for (const name of ["was", "was-missed"]) {
      form.elements[`${name}-${person.dataset.person}`].value = name === "was" ? stands.presence : stands.missed;
    }
  }
  count();
};

// How long ago it was said, also when it waited half an hour behind others: the server asks who spoke last.
const age = said => Math.max(0, Date.now() - said);
// Signing in again, also in another tab, changes the token; the cookie has the present one.
const token = () => /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? form.elements.csrfmiddlewaretoken.value;

const post = message => fetch(message.roster, {
  method: "POST", redirect: "manual",
  headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
  body: JSON.stringify({
    account: words.account,
    ...(message.undo ? { undo: message.undo } : {
      how: message.how, entries: message.entries.map(({ said, ...entry }) => ({ ...entry, age: age(said) })),
    }),
  }),
});

const putBack = message => {
  const pending = unconfirmed();
  people.filter(person => message.people.includes(person.dataset.person) && !pending.has(person.dataset.person))
    .forEach(person => paint(person, person._stood.presence, person._stood.missed));
  count();
};

const again = (text, seconds) => { status(text, "bad"); setTimeout(flush, seconds * 1000); };

const flush = async () => {
  if (busy) return;
  busy = true;
  let refused = "";
  try {
    for (let message = queue()[0]; message; message = queue()[0]) {
      status(words.saving, "warn");
      const response = await post(message);
      if (response.type === "opaqueredirect" || response.status === 403) {
        toast(words.lost);
        again(words.lost, 15);
        return;
      }
      const answer = await response.json().catch(() => ({}));
      if (response.status >= 500) throw new Error(response.status);
      dequeue(message);
      if (!response.ok) { // a refusal: put back what stood, and go on with what was said after it
        refused = answer.title ?? words.refused;
        if (here(message)) putBack(message);
        toast(refused);
        continue;
      }
      refused = "";
      if (!here(message)) continue;
      settle(answer);
      if (answer.refused.length) toast(answer.refused[0].title);
      else if (answer.left) toast(answer.left);
      else if (answer.late.length) toast(words.late);
    }
    if (refused) status(refused, "bad"); else status(words.saved, "ok");
  } catch {
    again(words.offline, 4);
  } finally { busy = false; }
};

const takeBack = (ids, touched) => {
  enqueue({ undo: ids, people: touched.map(person => person.dataset.person) });
  touched.forEach(person => offerUndo(person, ""));
  toast(words.undone);
  flush();
};

const send = (touched, how, text) => {
  const said = Date.now();
  const entries = touched.map(person => ({
    id: uuid(), enrolment: Number(person.dataset.person), presence: chosen(person),
    missed: asks(chosen(person)) ? Number(field(person).value) : 0, said,
    // A slow message seems newer than the tap after it; this device's own order is told, not guessed from times.
    after: person._lastSaid,
  }));
  touched.forEach((person, number) => { person._lastSaid = entries[number].id; });
  enqueue({ how, entries, people: touched.map(person => person.dataset.person) });
  touched.forEach((person, number) => offerUndo(person, entries[number].id));
  count();
  toast(text, () => takeBack(entries.map(entry => entry.id), touched));
  flush();
};

// What was said before the page was loaded again, and has not been sent: shown as it was said.
const showUnsent = () => {
  for (const message of queue().filter(here)) {
    for (const entry of message.entries ?? []) {
      const person = people.find(one => one.dataset.person === String(entry.enrolment));
      if (!person) continue;
      paint(person, entry.presence, entry.missed);
      person._lastSaid = entry.id;
      offerUndo(person, entry.id);
    }
  }
  count();
};

const label = person => radios(person).find(radio => radio.checked)?.dataset.label ?? words.unmarked;
const name = person => person.querySelector("b").textContent;

form.addEventListener("change", event => {
  const person = event.target.closest("[data-person]");
  if (!person) return;
  const presence = chosen(person);
  if (event.target.type === "radio") {
    minutes(person).toggleAttribute("data-open", asks(presence));
    if (asks(presence) && !field(person).value) field(person).value = DEFAULT_MISSED;
    navigator.vibrate?.(15);
  } else if (!asks(presence) || !field(person).checkValidity() || !field(person).value) {
    field(person).reportValidity();
    return;
  }
  const missed = asks(presence) ? `, ${field(person).value} min` : "";
  send([person], "tap", `${name(person)}: ${label(person)}${missed}`);
});

form.addEventListener("submit", event => {
  event.preventDefault();
  if (event.submitter?.value !== "rest") return;
  const rest = people.filter(person => !chosen(person));
  if (!rest.length) return;
  rest.forEach(person => paint(person, "present", ""));
  send(rest, "rest", `${words.rest}: ${rest.length}`);
});

form.querySelector("[data-search]").addEventListener("input", event => {
  const wanted = fold(event.target.value).split(/\s+/);
  people.forEach(person => { person.hidden = !wanted.every(word => person.dataset.name.includes(word)); });
  form.querySelector("[data-none]").hidden = people.some(person => !person.hidden);
});
// Enter in the search box must not send the form.
form.querySelector("[data-search]").addEventListener("keydown", event => {
  if (event.key === "Enter") event.preventDefault();
});

form.addEventListener("click", event => {
  const button = event.target.closest("[data-undo]");
  if (!button) return;
  event.preventDefault();
  takeBack([button.value], [button.closest("[data-person]")]);
});

addEventListener("online", flush);
addEventListener("focus", () => { if (queue().length) flush(); });
delete form.dataset.kcModule; // alive: without this line the page turns into the plain form
addEventListener("beforeunload", event => { if (!isStored && queue().length) event.preventDefault(); });
if (queue().length) { showUnsent(); flush(); }

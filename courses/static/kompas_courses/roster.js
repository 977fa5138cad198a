// Saves each tap of the roster by itself. The page is a plain form without this file.
const form = document.querySelector("[data-roster]");
const words = form.dataset;
const people = [...form.querySelectorAll("[data-person]")];
const waiting = []; // messages not yet confirmed by the server, oldest first
let busy = false, toastTimer;

// crypto.randomUUID exists only on secure addresses; a phone on the office network may not have one.
const uuid = () => crypto.randomUUID?.() ?? "10000000-1000-4000-8000-100000000000".replace(/[018]/g, c =>
  (+c ^ crypto.getRandomValues(new Uint8Array(1))[0] & 15 >> +c / 4).toString(16));
// As training.kernel.polish.fold: ł has no decomposition of its own.
const fold = text => text.replace(/[łŁ]/g, "l").normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().trim();

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
  const tag = form.querySelector("[data-sync]");
  tag.textContent = text;
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

const unconfirmed = () => new Set(waiting.flatMap(message => message.touches));

const settle = answer => {
  const pending = unconfirmed();
  for (const person of people) {
    const stands = answer.people[person.dataset.person];
    if (!stands || pending.has(person)) continue;
    paint(person, stands.presence, stands.missed);
    remember(person, stands.presence, String(stands.missed));
    person.querySelector("[data-said]").textContent = stands.said;
    for (const name of ["was", "was-missed"]) {
      form.elements[`${name}-${person.dataset.person}`].value = name === "was" ? stands.presence : stands.missed;
    }
  }
  count();
};

// How long ago it was said; never before the last answer, or a slow message would seem newer than the tap after it.
let answered = -Infinity;
const age = said => Math.floor(Math.min(performance.now() - said, performance.now() - answered));

const flush = async () => {
  if (busy) return;
  busy = true;
  let refused = "";
  try {
    while (waiting.length) {
      status(words.saving, "warn");
      const message = waiting[0];
      const body = message.undo ? { undo: message.undo } : {
        how: message.how,
        entries: message.entries.map(({ said, ...entry }) => ({ ...entry, age: age(said) })),
      };
      const response = await fetch(words.roster, {
        method: "POST", redirect: "manual",
        headers: { "Content-Type": "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
        body: JSON.stringify(body),
      });
      if (response.type === "opaqueredirect" || response.status === 403) { status(words.lost, "bad"); toast(words.lost); return; }
      const answer = await response.json().catch(() => ({}));
      answered = performance.now();
      if (response.status >= 500) throw new Error(response.status);
      waiting.shift();
      if (!response.ok) { // a refusal: put back what stood, and go on with what was said after it
        refused = answer.title ?? words.refused;
        const pending = unconfirmed();
        message.touches.filter(person => !pending.has(person))
          .forEach(person => paint(person, person._stood.presence, person._stood.missed));
        count();
        toast(refused);
        continue;
      }
      refused = "";
      settle(answer);
      if (answer.refused.length) toast(answer.refused[0].title);
      else if (answer.late.length) toast(words.late);
    }
    if (refused) status(refused, "bad"); else status(words.saved, "ok");
  } catch {
    status(words.offline, "bad");
    setTimeout(flush, 4000);
  } finally { busy = false; }
};

const send = (touched, how, text) => {
  const said = performance.now();
  const entries = touched.map(person => ({
    id: uuid(), enrolment: Number(person.dataset.person), presence: chosen(person),
    missed: asks(chosen(person)) ? Number(field(person).value) : 0, said,
  }));
  waiting.push({ how, entries, touches: touched });
  count();
  toast(text, () => { waiting.push({ undo: entries.map(entry => entry.id), touches: touched }); toast(words.undone); flush(); });
  flush();
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
form.querySelector("[data-search]").addEventListener("keydown", event => { if (event.key === "Enter") event.preventDefault(); });

addEventListener("online", flush);
delete form.dataset.kcModule; // alive: without this line the page turns into the plain form
addEventListener("beforeunload", event => { if (waiting.length) event.preventDefault(); });

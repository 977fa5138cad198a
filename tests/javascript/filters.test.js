// Lists that follow their filters (kompas.js): what is asked, what the browser's Back goes to, what the form says.

import assert from "node:assert/strict";
import { test } from "node:test";

import { makeLive } from "../../training/ui/static/kompas_ui/kompas.js";

// A page with a search form and its results; `answer` is what the server sends for an address, "" for a page without
// results.  Each field holds its value, and what the server says of it: [value, error].
function page(answer) {
  const seen = { asked: [], pushed: [], replaced: [], left: [], announced: "" };
  const listeners = {};
  const attributes = {};
  const region = { name: "", setAttribute: (name, value) => Object.assign(attributes, { [name]: value }) };
  region.replaceWith = (fresh) => {
    region.name = fresh.name;
  };
  const count = { id: "filters-in-force", replaceWith: (fresh) => Object.assign(seen, { filters: fresh.text }) };
  const status = {
    set textContent(words) {
      seen.announced = words;
    },
  };
  globalThis.document = {
    querySelector: (name) => (name === "[data-kc-status]" ? status : region),
    querySelectorAll: (name) => (name === "[data-kc-follows]" ? [count] : []),
  };
  globalThis.location = { href: "http://kompas.pl/kursy/", assign: (url) => seen.left.push(url) };
  function remember(where) {
    return (_state, _title, url) => {
      seen[where].push(url);
      globalThis.location.href = url;
    };
  }
  globalThis.history = { pushState: remember("pushed"), replaceState: remember("replaced") };
  globalThis.addEventListener = (name, listener) => Object.assign(listeners, { [name]: listener });
  globalThis.FormData = class {
    constructor(form) {
      this.form = form;
    }
    *[Symbol.iterator]() {
      for (const { name, type, value, checked } of this.form.elements) {
        if (name && (type !== "checkbox" || checked)) yield [name, value];
      }
    }
  };
  globalThis.DOMParser = class {
    parseFromString(text) {
      const { results, fields = {}, title = "Courses", filters } = text ? JSON.parse(text) : {};
      return {
        title,
        querySelector: () => (results ? { name: results, querySelector: () => ({ textContent: results }) } : null),
        getElementById: (id) => (id === count.id ? { text: filters } : (fields[id] ?? null)),
      };
    }
  };
  globalThis.fetch = async (url, { signal }) => {
    seen.asked.push(url);
    const text = await answer(url);
    if (signal.aborted) throw Object.assign(new Error("aborted"), { name: "AbortError" });
    return { text: async () => text };
  };
  function field(name, type, value = "") {
    const box = {};
    const classList = { toggle: (_name, isBad) => Object.assign(box, { isBad }) };
    return { id: `id_${name}`, name, type, value, checked: false, box, closest: () => ({ classList }) };
  }
  const [text, area, free] = [
    field("szukaj", "search"),
    field("obszar", "select-one"),
    field("wolne", "checkbox", "on"),
  ];
  const form = {
    action: "http://kompas.pl/kursy/",
    dataset: { kcLive: "#results" },
    elements: [text, area, free, { type: "submit" }],
    addEventListener: (name, listener) => Object.assign(listeners, { [name]: listener }),
  };
  makeLive(form);
  return {
    seen,
    listeners,
    attributes,
    fields: { text, area, free },
    settled: () => new Promise((resolve) => setImmediate(() => setImmediate(resolve))),
    send: () => listeners.submit({ preventDefault: () => {} }),
    change(control, value) {
      Object.assign(control, control.type === "checkbox" ? { checked: value } : { value });
      listeners.input({ target: control });
    },
    goBack(url) {
      globalThis.location.href = url;
      listeners.popstate();
    },
    shown: () => region.name,
  };
}

const reply = (results, more = {}) => JSON.stringify({ results, ...more });
const COURSES = "http://kompas.pl/kursy/";
const PAUSE = 300;

test("sending the filters replaces the results, remembers the address and announces the count", async () => {
  const { seen, fields, attributes, settled, send, shown } = page(async () => reply("12 dates", { filters: "1" }));
  fields.text.value = "dialog";
  send();
  assert.equal(attributes["aria-busy"], "true");
  await settled();
  assert.equal(shown(), "12 dates");
  assert.deepEqual(seen, {
    asked: [`${COURSES}?szukaj=dialog`],
    pushed: [`${COURSES}?szukaj=dialog`],
    replaced: [],
    left: [],
    announced: "12 dates",
    filters: "1",
  });
});

test("an earlier answer that comes late does not stand over a later one", async () => {
  let answerFirst;
  const slow = new Promise((resolve) => {
    answerFirst = resolve;
  });
  const { fields, settled, send, shown, seen } = page((url) => (url.includes("first") ? slow : reply("second")));
  fields.text.value = "first";
  send();
  fields.text.value = "second";
  send();
  await settled();
  answerFirst(reply("first"));
  await settled();
  assert.equal(shown(), "second");
  assert.deepEqual(seen.left, []);
});

test("somebody who types is answered once, after a pause", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { seen, fields, change } = page(async () => reply("found"));
  for (const typed of ["d", "di", "dia"]) {
    change(fields.text, typed);
    t.mock.timers.tick(100);
  }
  assert.deepEqual(seen.asked, []);
  t.mock.timers.tick(PAUSE);
  assert.deepEqual(seen.asked, [`${COURSES}?szukaj=dia`]);
});

test("what is typed on in one field is one entry of the history, however many pauses there are", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { seen, fields, change } = page(async () => reply("found"));
  for (const typed of ["dia", "dialog", "dialogi"]) {
    change(fields.text, typed);
    t.mock.timers.tick(PAUSE);
  }
  assert.deepEqual(seen.pushed, [`${COURSES}?szukaj=dia`]);
  assert.deepEqual(seen.replaced, [`${COURSES}?szukaj=dialog`, `${COURSES}?szukaj=dialogi`]);
});

test("a field that was left is settled, at once: what is typed there afterwards is another entry", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { seen, fields, change, listeners } = page(async () => reply("found"));
  change(fields.text, "dia");
  t.mock.timers.tick(PAUSE);
  change(fields.text, "dialog");
  listeners.focusout();
  change(fields.text, "mediacje");
  t.mock.timers.tick(PAUSE);
  assert.deepEqual(seen.pushed, [`${COURSES}?szukaj=dia`, `${COURSES}?szukaj=mediacje`]);
  assert.deepEqual(seen.replaced, [`${COURSES}?szukaj=dialog`]);
});

test("Enter settles what was typed, and pressed again adds nothing", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { seen, fields, change, send } = page(async () => reply("found"));
  change(fields.text, "dia");
  t.mock.timers.tick(PAUSE);
  change(fields.text, "dialog");
  send();
  send();
  t.mock.timers.tick(PAUSE);
  assert.deepEqual(seen.pushed, [`${COURSES}?szukaj=dia`]);
  assert.deepEqual(seen.replaced, [`${COURSES}?szukaj=dialog`]);
});

test("each choice is an entry of its own", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { seen, fields, change } = page(async () => reply("found"));
  for (const [field, value] of [
    [fields.area, "D1"],
    [fields.area, "D2"],
    [fields.free, true],
  ]) {
    change(field, value);
    t.mock.timers.tick(PAUSE);
  }
  assert.deepEqual(seen.pushed, [`${COURSES}?obszar=D1`, `${COURSES}?obszar=D2`, `${COURSES}?obszar=D2&wolne=on`]);
  assert.deepEqual(seen.replaced, []);
});

test("Back shows the results of that address, fills the form as it was and remembers nothing new", async () => {
  const as = { id_szukaj: { value: "dialog" }, id_obszar: { value: "D1" }, id_wolne: { value: "on", checked: true } };
  const { seen, fields, goBack, settled, shown } = page(async () =>
    reply("back", { fields: as, title: "Courses – ROPS", filters: "3" }),
  );
  const url = `${COURSES}?szukaj=dialog&obszar=D1&wolne=on`;
  goBack(url);
  await settled();
  assert.equal(shown(), "back");
  assert.deepEqual([fields.text.value, fields.area.value, fields.free.checked], ["dialog", "D1", true]);
  assert.equal(globalThis.document.title, "Courses – ROPS");
  assert.equal(seen.filters, "3");
  assert.deepEqual([seen.asked, seen.pushed, seen.replaced], [[url], [], []]);
});

test("Back while a change waits for a pause forgets the change", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { seen, fields, change, goBack } = page(async () => reply("back"));
  change(fields.text, "dialog");
  goBack(`${COURSES}?obszar=D1`);
  t.mock.timers.tick(PAUSE);
  assert.deepEqual(seen.asked, [`${COURSES}?obszar=D1`]);
});

test("a place in the same page asks for nothing", () => {
  const { seen, goBack } = page(async () => reply("back"));
  goBack(`${COURSES}#main`);
  assert.deepEqual(seen.asked, []);
});

test("what is wrong is marked at its field, which keeps what is being typed", async () => {
  const fields = { id_szukaj: { value: "as sent", ariaInvalid: "true" }, id_obszar: { value: "", ariaInvalid: null } };
  const asked = page(async () => reply("12 dates", { fields }));
  asked.fields.text.value = "dialog and more";
  asked.send();
  await asked.settled();
  assert.deepEqual(asked.fields.text.box, { isBad: true });
  assert.deepEqual(asked.fields.area.box, { isBad: false });
  assert.deepEqual([asked.fields.text.value, asked.fields.text.ariaInvalid], ["dialog and more", "true"]);
});

for (const [what, answer] of [
  ["an answer without results, as after signing out,", async () => ""],
  ["a lost connection", async () => Promise.reject(new TypeError("Failed to fetch"))],
]) {
  test(`${what} opens the address as a page`, async () => {
    const { seen, fields, settled, send } = page(answer);
    fields.text.value = "dialog";
    send();
    await settled();
    assert.deepEqual(seen.left, [`${COURSES}?szukaj=dialog`]);
  });
}

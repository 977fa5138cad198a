// What kompas.js decides: versions of the page, questions before a form is sent, lists that follow their filters.

import assert from "node:assert/strict";
import { test } from "node:test";

import {
  addressOf,
  confirmSubmit,
  copyValue,
  makeLive,
  nextTheme,
  nextZoom,
  onKey,
} from "../../training/ui/static/kompas_ui/kompas.js";

test("a version of the colours is taken, changed for another, and left by pressing it again", () => {
  assert.equal(nextTheme(undefined, "dark"), "dark");
  assert.equal(nextTheme("dark", "contrast"), "contrast");
  assert.equal(nextTheme("contrast", "contrast"), "");
});

test("text grows in two steps and is then as before", () => {
  assert.deepEqual([undefined, "2", "3"].map(nextZoom), ["2", "3", ""]);
  assert.equal(nextZoom(""), "2");
});

test("the address of a search leaves out what was not asked and what stood there before", () => {
  const asked = [
    ["szukaj", ""],
    ["obszar", "A&B"],
    ["tryb", "remote"],
    ["tryb", "hybrid"],
  ];
  assert.equal(addressOf("/kursy/?szukaj=stare", asked), "/kursy/?obszar=A%26B&tryb=remote&tryb=hybrid");
  assert.equal(addressOf("/kursy/?szukaj=stare", [["szukaj", ""]]), "/kursy/");
});

// Sends a form; says what was asked and whether it was stopped.
function submit(dataset, confirmed) {
  const questions = [];
  globalThis.window = {
    confirm(question) {
      questions.push(question);
      return confirmed;
    },
  };
  let isStopped = false;
  confirmSubmit({
    target: { dataset },
    preventDefault: () => {
      isStopped = true;
    },
  });
  return { questions, isStopped };
}

test("what cannot be taken back is asked about, and a form without a question is sent", () => {
  assert.deepEqual(submit({ kcConfirm: "Really?" }, true), { questions: ["Really?"], isStopped: false });
  assert.deepEqual(submit({ kcConfirm: "Really?" }, false), { questions: ["Really?"], isStopped: true });
  assert.deepEqual(submit({}, false), { questions: [], isStopped: false });
});

test("Escape closes an open menu and goes back to what opened it; other keys do not", () => {
  const focused = [];
  const menu = { open: true, querySelector: (name) => ({ focus: () => focused.push(name) }) };
  globalThis.document = { querySelector: () => (menu.open ? menu : null) };
  onKey({ key: "Enter" });
  assert.equal(menu.open, true);
  onKey({ key: "Escape" });
  onKey({ key: "Escape" });
  assert.equal(menu.open, false);
  assert.deepEqual(focused, ["summary"]);
});

// A page with a search form and its results; `answer` is what the server sends for an address.
function page(answer) {
  const seen = { asked: [], pushed: [], left: [], announced: "" };
  const listeners = {};
  const attributes = {};
  let region = { setAttribute: (name, value) => Object.assign(attributes, { [name]: value }), replaceWith: show };
  function show(fresh) {
    region = { ...fresh, setAttribute: () => {}, replaceWith: show };
  }
  const status = {
    set textContent(words) {
      seen.announced = words;
    },
  };
  globalThis.document = { querySelector: (name) => (name === "[data-kc-status]" ? status : region) };
  globalThis.location = { href: "/kursy/?strona=1", assign: (url) => seen.left.push(url) };
  globalThis.history = { pushState: (_state, _title, url) => seen.pushed.push(url) };
  globalThis.addEventListener = (name, listener) => Object.assign(listeners, { [name]: listener });
  globalThis.FormData = class {
    constructor(form) {
      this.entries = form.entries;
    }
    *[Symbol.iterator]() {
      yield* this.entries;
    }
  };
  globalThis.DOMParser = class {
    parseFromString(text) {
      return { querySelector: () => (text ? { name: text, querySelector: () => ({ textContent: text }) } : null) };
    }
  };
  globalThis.fetch = async (url, { signal }) => {
    seen.asked.push(url);
    const text = await answer(url);
    if (signal.aborted) throw Object.assign(new Error("aborted"), { name: "AbortError" });
    return { text: async () => text };
  };
  const form = {
    action: "/kursy/",
    dataset: { kcLive: "#results" },
    entries: [["szukaj", "dialog"]],
    addEventListener: (name, listener) => Object.assign(listeners, { [name]: listener }),
  };
  makeLive(form);
  const settled = () => new Promise((resolve) => setTimeout(resolve, 5));
  const send = () => listeners.submit({ preventDefault: () => {} });
  return { seen, form, listeners, attributes, settled, send, shown: () => region.name };
}

test("sending the filters replaces the results, remembers the address and announces the count", async () => {
  const { seen, attributes, settled, send, shown } = page(async () => "12 dates");
  send();
  assert.equal(attributes["aria-busy"], "true");
  await settled();
  assert.equal(shown(), "12 dates");
  assert.deepEqual(seen, {
    asked: ["/kursy/?szukaj=dialog"],
    pushed: ["/kursy/?szukaj=dialog"],
    left: [],
    announced: "12 dates",
  });
});

test("an earlier answer that comes late does not stand over a later one", async () => {
  let answerFirst;
  const slow = new Promise((resolve) => {
    answerFirst = resolve;
  });
  const { form, settled, send, shown, seen } = page((url) => (url.includes("first") ? slow : "second"));
  form.entries = [["szukaj", "first"]];
  send();
  form.entries = [["szukaj", "second"]];
  send();
  await settled();
  answerFirst("first");
  await settled();
  assert.equal(shown(), "second");
  assert.deepEqual(seen.left, []);
});

test("Back shows the results of that address and remembers nothing new", async () => {
  const { seen, listeners, settled, shown } = page(async () => "back");
  listeners.popstate();
  await settled();
  assert.equal(shown(), "back");
  assert.deepEqual([seen.asked, seen.pushed], [["/kursy/?strona=1"], []]);
});

for (const [what, answer] of [
  ["an answer without results, as after signing out,", async () => ""],
  ["a lost connection", async () => Promise.reject(new TypeError("Failed to fetch"))],
]) {
  test(`${what} opens the address as a page`, async () => {
    const { seen, settled, send } = page(answer);
    send();
    await settled();
    assert.deepEqual(seen.left, ["/kursy/?szukaj=dialog"]);
  });
}

test("somebody who types is answered once, after a pause", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { seen, listeners } = page(async () => "found");
  for (let letter = 0; letter < 5; letter += 1) {
    listeners.input();
    t.mock.timers.tick(100);
  }
  assert.deepEqual(seen.asked, []);
  t.mock.timers.tick(300);
  assert.equal(seen.asked.length, 1);
});

// A button beside an input, with the status that readers hear.
function copier(writeText) {
  const input = {
    value: "https://rops.example.org/kalendarz/x.ics",
    isSelected: false,
    select() {
      this.isSelected = true;
    },
  };
  const label = { textContent: "Kopiuj" };
  const status = { textContent: "" };
  globalThis.document = { getElementById: (id) => (id === "address" ? input : null) };
  Object.defineProperty(globalThis, "navigator", { value: { clipboard: { writeText } }, configurable: true });
  const button = {
    dataset: { kcCopy: "address", kcCopied: "Skopiowano" },
    querySelector: () => label,
    parentElement: { querySelector: () => status },
  };
  return { button, input, label, status };
}

test("copying says that it is done, on the button and to readers", async () => {
  const copied = [];
  const { button, label, status } = copier(async (text) => copied.push(text));
  await copyValue(button);
  assert.deepEqual(copied, ["https://rops.example.org/kalendarz/x.ics"]);
  assert.deepEqual([label.textContent, status.textContent], ["Skopiowano", "Skopiowano"]);
});

test("where the clipboard is closed the text is marked instead, and nothing is said to be done", async () => {
  const { button, input, label, status } = copier(async () => {
    throw new Error("NotAllowedError");
  });
  await copyValue(button);
  assert.deepEqual([input.isSelected, label.textContent, status.textContent], [true, "Kopiuj", ""]);
});

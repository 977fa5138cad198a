// What kompas.js decides: versions of the page, questions before a form is sent.

import assert from "node:assert/strict";
import { test } from "node:test";

import {
  addressOf,
  confirmSubmit,
  copyValue,
  nextTheme,
  nextZoom,
  onKey,
  sendAtOnce,
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

test("a form that was kept while its person signed in goes on its way, and a page without one does nothing", () => {
  const asked = [];
  const form = { requestSubmit: () => asked.push("sent") };
  sendAtOnce({ querySelector: (what) => (what === "form[data-kc-send-at-once]" ? form : null) });
  sendAtOnce({ querySelector: () => null });
  assert.deepEqual(asked, ["sent"]);
});

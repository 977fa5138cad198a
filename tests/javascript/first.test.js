// What runs before the page is drawn: the versions the reader chose, and forms whose module never came.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import vm from "node:vm";

const SOURCE = readFileSync(new URL("../../training/ui/static/kompas_ui/kompas-first.js", import.meta.url), "utf8");

function run(getItem, modules = []) {
  const dataset = {};
  let onLoad;
  vm.runInNewContext(SOURCE, {
    document: { documentElement: { dataset }, querySelectorAll: () => modules },
    localStorage: { getItem },
    addEventListener: (_name, listener) => {
      onLoad = listener;
    },
  });
  return { dataset: { ...dataset }, onLoad };
}

test("the page begins in the version that the reader chose", () => {
  const chosen = { "kc-theme": "dark", "kc-zoom": "2" };
  assert.deepEqual(run((name) => chosen[name] ?? null).dataset, { kcJs: "", kcTheme: "dark", kcZoom: "2" });
});

test("who chose nothing gets what the system says", () => {
  assert.deepEqual(run(() => null).dataset, { kcJs: "" });
});

test("where storage is forbidden the page works", () => {
  const forbidden = () => {
    throw new Error("SecurityError");
  };
  assert.deepEqual(run(forbidden).dataset, { kcJs: "" });
});

test("what no module brought to life becomes the plain form", () => {
  const form = { dataset: { kcModule: "" } };
  const { onLoad } = run(() => null, [form]);
  assert.equal(form.dataset.kcPlain, undefined);
  onLoad();
  assert.equal(form.dataset.kcPlain, "");
});

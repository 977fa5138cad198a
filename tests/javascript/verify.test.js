// The sheet of outcomes: which cells the server does not have yet, and what its answers mean.

import assert from "node:assert/strict";
import { test } from "node:test";

import { outcomeOf, unsavedCells } from "../../courses/static/kompas_courses/verify.js";

test("a cell is unsaved while its choice differs from what the server has", () => {
  const fields = [
    ["verified_on", "2026-11-23"],
    ["verdict-7-1", "met"],
    ["was-7-1", "met"],
    ["verdict-7-2", "not_met"],
    ["was-7-2", "met"],
    ["was-8-1", ""],
    ["verdict-8-2", "met"],
    ["was-8-2", ""],
  ];
  assert.deepEqual(unsavedCells(fields), [
    ["7-2", "not_met"],
    ["8-2", "met"],
  ]);
});

test("an answer is told by its kind: saved, refused, signed out, or the server away", () => {
  const answers = [
    { ok: true, status: 200, type: "basic" },
    { ok: false, status: 422, type: "basic" },
    { ok: false, status: 0, type: "opaqueredirect" },
    { ok: false, status: 403, type: "basic" },
    { ok: false, status: 502, type: "basic" },
  ];
  assert.deepEqual(answers.map(outcomeOf), ["saved", "refused", "signed out", "signed out", "offline"]);
});

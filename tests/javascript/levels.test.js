// A page of levels: choices are sent one after another, and what came of each is said.

import assert from "node:assert/strict";
import { test } from "node:test";

import { saveChoices } from "../../training/static/kompas_training/levels.js";

function classes() {
  const set = new Set(["kc-muted"]);
  return { set, toggle: (name, on) => (on ? set.add(name) : set.delete(name)) };
}

// A form of two competences, and a server that answers in turn.
let cookie = "";
function page(...answers) {
  const seen = { sent: [], said: [], appended: [], status: "" };
  const card = (name) => {
    const place = {
      classList: classes(),
      set textContent(words) {
        seen.said.push(`${name}: ${words}`);
      },
    };
    const takeBack = { hidden: true };
    const append = (what) => seen.appended.push([name, what]);
    return { place, takeBack, append, querySelector: (what) => (what === "[data-kc-saved]" ? place : takeBack) };
  };
  const notice = { hidden: true };
  const cards = { empathy: card("empathy"), law: card("law") };
  const status = {
    set textContent(words) {
      seen.status = words;
    },
  };
  globalThis.document = { cookie, querySelector: () => status, querySelectorAll: () => [] };
  globalThis.fetch = async (url, { body }) => {
    seen.sent.push(`${url} ${body}`);
    const answer = await answers.shift();
    if (answer instanceof Error) throw answer;
    return answer;
  };
  let change;
  saveChoices({
    action: "/ocena/",
    dataset: { kcFailed: "Not saved." },
    querySelector: (what) => (what === "[data-kc-signed-out]" ? notice : { value: "token" }),
    addEventListener: (_name, listener) => {
      change = listener;
    },
  });
  const choose = (name, value, type = "radio") => change({ target: { type, name, value, closest: () => cards[name] } });
  const settled = () => new Promise((resolve) => setTimeout(resolve, 5));
  return { seen, cards, notice, choose, settled };
}

function answer(status, body) {
  return { ok: status < 300, status, json: async () => body };
}

test("a choice is sent with the token of the form, its answer shown, and taking it back offered", async () => {
  const { seen, cards, choose, settled } = page(answer(200, { saved: "Said today" }));
  choose("empathy", "3");
  await settled();
  assert.deepEqual(seen.sent, ["/ocena/ csrfmiddlewaretoken=token&empathy=3"]);
  assert.deepEqual([seen.said, seen.status], [["empathy: Said today"], "Said today"]);
  assert.equal(cards.empathy.takeBack.hidden, false);
  assert.deepEqual([...cards.empathy.place.classList.set], ["kc-muted"]);
});

test("of two quick choices the second waits for the first", async () => {
  let answerFirst;
  const slow = new Promise((resolve) => {
    answerFirst = resolve;
  });
  const { seen, choose, settled } = page(slow, answer(200, { saved: "Said" }));
  choose("empathy", "2");
  choose("empathy", "4");
  await settled();
  assert.equal(seen.sent.length, 1);
  answerFirst(answer(200, { saved: "Said" }));
  await settled();
  assert.deepEqual(
    seen.sent.map((sent) => sent.at(-1)),
    ["2", "4"],
  );
});

for (const [what, response, words] of [
  ["a refusal", answer(409, { error: "The level is not on the scale." }), "The level is not on the scale."],
  ["a lost connection", new TypeError("Failed to fetch"), "Not saved."],
]) {
  test(`${what} is shown as an error, offers nothing to take back, and the next choice is sent`, async () => {
    const { seen, cards, choose, settled } = page(response, answer(200, { saved: "Said" }));
    choose("empathy", "3");
    choose("law", "1");
    await settled();
    assert.deepEqual(seen.said, [`empathy: ${words}`, "law: Said"]);
    assert.equal(cards.empathy.takeBack.hidden, true);
    assert.deepEqual([...cards.empathy.place.classList.set], ["kc-error"]);
  });
}

test("when the session has ended, a button beside the choice leads in, and takes the choice along", async () => {
  const { seen, cards, notice, choose, settled } = page(answer(401, { error: "Signed out." }));
  choose("law", "2");
  await settled();
  assert.deepEqual([seen.said, seen.appended, notice.hidden], [["law: Signed out."], [["law", notice]], false]);
  assert.equal(cards.law.takeBack.hidden, true);
});

test("after signing in elsewhere the present token is sent", async (context) => {
  cookie = "theme=dark; csrftoken=fresh";
  context.after(() => {
    cookie = "";
  });
  const { seen, choose, settled } = page(answer(200, { saved: "Said" }));
  choose("empathy", "3");
  await settled();
  assert.deepEqual(seen.sent, ["/ocena/ csrfmiddlewaretoken=fresh&empathy=3"]);
});

test("what is no choice of a level is not sent", async () => {
  const { seen, choose, settled } = page();
  choose("empathy", "x", "text");
  await settled();
  assert.deepEqual(seen.sent, []);
});

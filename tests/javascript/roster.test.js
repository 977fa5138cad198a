// The queue of marks that the server has not confirmed: storage, order, sending again, signing out.

import assert from "node:assert/strict";
import { test } from "node:test";

import { fold, minutesTyped, payload, sendUnsent, UnsentQueue } from "../../courses/static/kompas_courses/roster.js";
import { confirmSignOut } from "../../training/ui/static/kompas_ui/kompas.js";

class Storage {
  items = new Map();
  getItem(key) {
    return this.items.get(key) ?? null;
  }
  setItem(key, value) {
    this.items.set(key, value);
  }
  removeItem(key) {
    this.items.delete(key);
  }
}

function forbidden() {
  throw new Error("SecurityError");
}

function queueWith(storage, ...names) {
  const queue = new UnsentQueue("7", () => storage);
  for (const name of names) queue.add({ name });
  return queue;
}

function namesOf(queue) {
  return queue.messages().map((message) => message.name);
}

function answer(status, body = {}) {
  return { status, ok: status < 300, json: async () => body };
}

// A screen that writes down what it hears, and a server that answers in turn.
function listen() {
  const heard = [];
  const screen = {
    saving: () => {},
    saved: (message) => heard.push(`saved ${message.name}`),
    refused: (message) => heard.push(`refused ${message.name}`),
  };
  return { heard, screen };
}

function server(...answers) {
  const posted = [];
  const post = async (message) => {
    posted.push(message.name);
    const next = answers.shift() ?? answer(200);
    if (next instanceof Error) throw next;
    return next;
  };
  return { posted, post };
}

test("what waits outlives the page, oldest first", () => {
  const storage = new Storage();
  queueWith(storage, "first", "second");
  assert.deepEqual(namesOf(new UnsentQueue("7", () => storage)), ["first", "second"]);
});

test("each account of a device has a queue of its own", () => {
  const storage = new Storage();
  queueWith(storage, "first");
  assert.deepEqual(namesOf(new UnsentQueue("8", () => storage)), []);
});

test("a message has a key of its own, by which it is removed", () => {
  const queue = queueWith(new Storage(), "same", "same");
  const [first, second] = queue.messages();
  assert.notEqual(first.key, second.key);
  queue.remove(first);
  assert.deepEqual(queue.messages(), [second]);
});

test("an empty queue leaves nothing in the storage", () => {
  const storage = new Storage();
  const queue = queueWith(storage, "first");
  queue.remove(queue.messages()[0]);
  assert.equal(storage.items.size, 0);
});

test("where storage is forbidden the page remembers, and says that it is not stored", () => {
  const queue = new UnsentQueue("7", forbidden);
  queue.add({ name: "first" });
  queue.add({ name: "second" });
  assert.deepEqual(namesOf(queue), ["first", "second"]);
  assert.equal(queue.isStored, false);
});

test("a full storage loses nothing", () => {
  const storage = new Storage();
  const queue = queueWith(storage, "first");
  storage.setItem = forbidden;
  queue.add({ name: "second" });
  assert.deepEqual(namesOf(queue), ["first", "second"]);
});

test("messages are sent in order, one at a time", async () => {
  const queue = queueWith(new Storage(), "first", "second", "third");
  const { heard, screen } = listen();
  let underWay = 0;
  const post = async () => {
    underWay += 1;
    assert.equal(underWay, 1);
    await new Promise((resolve) => setTimeout(resolve, 1));
    underWay -= 1;
    return answer(200);
  };
  assert.equal(await sendUnsent(queue, post, screen), "saved");
  assert.deepEqual(heard, ["saved first", "saved second", "saved third"]);
  assert.deepEqual(namesOf(queue), []);
});

test("what is marked while a message is under way follows it", async () => {
  const queue = queueWith(new Storage(), "first");
  const { heard, screen } = listen();
  const post = async (message) => {
    if (message.name === "first") queue.add({ name: "second" });
    return answer(200);
  };
  assert.equal(await sendUnsent(queue, post, screen), "saved");
  assert.deepEqual(heard, ["saved first", "saved second"]);
});

for (const [what, failure] of [
  ["no network", new TypeError("Failed to fetch")],
  ["a fault of the server", answer(502)],
]) {
  test(`${what} keeps the message and all behind it, and the next try sends them in order`, async () => {
    const queue = queueWith(new Storage(), "first", "second");
    const { heard, screen } = listen();
    const { posted, post } = server(failure);
    assert.equal(await sendUnsent(queue, post, screen), "offline");
    assert.deepEqual(namesOf(queue), ["first", "second"]);
    assert.deepEqual(heard, []);
    assert.equal(await sendUnsent(queue, post, screen), "saved");
    assert.deepEqual(posted, ["first", "first", "second"]);
    assert.deepEqual(namesOf(queue), []);
  });
}

for (const [what, response] of [
  ["a redirect to the sign-in", { ...answer(0), type: "opaqueredirect" }],
  ["a form that expired", answer(403)],
]) {
  test(`${what} keeps everything until the reader has signed in again`, async () => {
    const queue = queueWith(new Storage(), "first", "second");
    const { post } = server(response);
    assert.equal(await sendUnsent(queue, post, listen().screen), "signed out");
    assert.deepEqual(namesOf(queue), ["first", "second"]);
  });
}

test("a refused message is not sent again, and those after it are", async () => {
  const queue = queueWith(new Storage(), "first", "second");
  const { heard, screen } = listen();
  const { post } = server(answer(409));
  assert.equal(await sendUnsent(queue, post, screen), "saved");
  assert.deepEqual(heard, ["refused first", "saved second"]);
  assert.deepEqual(namesOf(queue), []);
});

test("a refusal that comes last is the outcome", async () => {
  const queue = queueWith(new Storage(), "first", "second");
  const { post } = server(answer(200), answer(409));
  assert.equal(await sendUnsent(queue, post, listen().screen), "refused");
});

test("a message says how long ago each mark was made, not when", () => {
  const entries = [{ id: "a", enrolment: 3, presence: "late", missed: 15, markedAt: 1_000 }];
  assert.deepEqual(payload({ how: "tap", entries, people: ["3"] }, "7", 61_000), {
    account: "7",
    how: "tap",
    entries: [{ id: "a", enrolment: 3, presence: "late", missed: 15, age: 60_000 }],
  });
  // A clock that was put back does not make a mark of the future.
  assert.equal(payload({ how: "tap", entries }, "7", 0).entries[0].age, 0);
  assert.deepEqual(payload({ undo: ["a"], people: ["3"] }, "7", 61_000), { account: "7", undo: ["a"] });
});

test("names are found without their diacritics", () => {
  assert.equal(fold(" Łucja O’Żółć "), "lucja ozolc");
});

// Signing out, by an account with `count` marks that were not sent, who answers the question with `confirmed`.
function signOut(count, confirmed) {
  globalThis.localStorage = new Storage();
  const names = Array.from({ length: count }, (_, number) => `mark ${number}`);
  const queue = queueWith(globalThis.localStorage, ...names);
  const questions = [];
  globalThis.window = {
    confirm(question) {
      questions.push(question);
      return confirmed;
    },
  };
  let isStopped = false;
  confirmSignOut({
    target: { dataset: { kcAccount: "7", kcUnsent: "{count} not sent. Sign out?" } },
    preventDefault: () => {
      isStopped = true;
    },
  });
  return { questions, isStopped, left: queue.messages().length };
}

test("signing out with nothing unsent asks nothing", () => {
  assert.deepEqual(signOut(0, false), { questions: [], isStopped: false, left: 0 });
});

test("signing out with unsent marks asks, and drops them when the reader goes", () => {
  assert.deepEqual(signOut(2, true), { questions: ["2 not sent. Sign out?"], isStopped: false, left: 0 });
});

test("whoever stays keeps the unsent marks", () => {
  assert.deepEqual(signOut(2, false), { questions: ["2 not sent. Sign out?"], isStopped: true, left: 2 });
});

test("minutes missed are whole numbers from one to the length of the meeting", () => {
  const typed = ["1", " 15 ", "270", "0", "271", "-5", "1,5", "1e2", "", "dużo"];
  assert.deepEqual(
    typed.map((text) => minutesTyped(text, 270)),
    [1, 15, 270, null, null, null, null, null, null, null],
  );
});

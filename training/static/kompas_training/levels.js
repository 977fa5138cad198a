// A page of levels saves each choice as it is made; without this file the buttons do the same.

function showAnswer(card, text, failed) {
  const place = card.querySelector("[data-kc-saved]");
  place.textContent = text;
  place.classList.toggle("kc-error", failed);
  place.classList.toggle("kc-muted", !failed);
  if (!failed) card.querySelector("[name=take_back]").hidden = false;
  const status = document.querySelector("[data-kc-status]");
  if (status) status.textContent = text;
}

// Signing in again in another tab changes the token; the cookie has the present one.
function tokenOf(form) {
  const ofCookie = /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1];
  return ofCookie ?? form.querySelector("[name=csrfmiddlewaretoken]").value;
}

// Beside the choice that was not saved: a button that sends the whole form by way of the sign-in page.
function offerSignIn(form, card) {
  const notice = form.querySelector("[data-kc-signed-out]");
  card.append(notice);
  notice.hidden = false;
}

async function save(form, input) {
  const card = input.closest("fieldset");
  const token = tokenOf(form);
  const body = new URLSearchParams({ csrfmiddlewaretoken: token, [input.name]: input.value });
  try {
    const response = await fetch(form.action, {
      method: "POST",
      body,
      headers: { "X-Requested-With": "kc-autosave" },
    });
    const answer = await response.json();
    showAnswer(card, answer.saved || answer.error, !response.ok);
    if (response.status === 401) offerSignIn(form, card);
  } catch {
    showAnswer(card, form.dataset.kcFailed, true);
  }
}

export function saveChoices(form) {
  // One after another: of two quick choices the later must arrive last.
  let queue = Promise.resolve();
  form.addEventListener("change", (event) => {
    if (event.target.type === "radio") queue = queue.then(() => save(form, event.target));
  });
}

// Tests import this file where there is no page.
const forms = globalThis.document?.querySelectorAll("form[data-kc-autosave]") ?? [];
for (const form of forms) saveChoices(form);

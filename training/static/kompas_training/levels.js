// A page of levels saves each choice as it is made; without this file the buttons do the same.
document.querySelectorAll("form[data-kc-autosave]").forEach(form => {
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const status = document.querySelector("[data-kc-status]");
  let queue = Promise.resolve();

  const say = (card, text, failed) => {
    const place = card.querySelector("[data-kc-saved]");
    place.textContent = text;
    place.classList.toggle("kc-error", failed);
    place.classList.toggle("kc-muted", !failed);
    if (!failed) card.querySelector("[name=take_back]").hidden = false;
    if (status) status.textContent = text;
  };

  const send = async input => {
    const card = input.closest("fieldset");
    const body = new URLSearchParams({ csrfmiddlewaretoken: token, [input.name]: input.value });
    try {
      const response = await fetch(form.action, { method: "POST", body, headers: { "X-Requested-With": "kc-autosave" } });
      const answer = await response.json();
      say(card, answer.saved || answer.error, !response.ok);
    } catch {
      say(card, form.dataset.kcFailed, true);
    }
  };

  // One after another: of two quick choices the later must arrive last.
  form.addEventListener("change", event => {
    if (event.target.type === "radio") queue = queue.then(() => send(event.target));
  });
});

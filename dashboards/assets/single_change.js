/* The form of a single change: sent to be looked at, each fault put at its field, the preview in the place of the last. */
(function () {
  "use strict";
  const form = document.getElementById("change-form");
  if (!form) { return; }
  const desk = window.duibiaoRequests;
  const complaint = document.getElementById("change-complaint");
  const button = form.querySelector("button[type=submit]");
  let last = null;

  function complain(when, answered) {
    desk.tell(complaint, answered ? "answered" : when, answered);
    complaint.hidden = !when;
  }

  function said() {
    const filled = {};
    new window.FormData(form).forEach(function (text, name) { if (text.trim()) { filled[name] = text.trim(); } });
    return filled;
  }

  function clear() {
    form.querySelectorAll("[aria-invalid]").forEach(function (field) { field.removeAttribute("aria-invalid"); });
    form.querySelectorAll(".change-field > .complaint").forEach(function (line) { line.hidden = true; line.textContent = ""; });
  }

  /* What the server says of each field stands at that field too; the first of them takes the focus. */
  function showFaults(card) {
    clear();
    let first = null;
    card.querySelectorAll("[data-fault]").forEach(function (fault) {
      const field = document.getElementById(`change-${fault.dataset.fault}`);
      const line = document.getElementById(`change-${fault.dataset.fault}-fault`);
      if (!field || !line) { return; }
      field.setAttribute("aria-invalid", "true");
      line.textContent = [line.textContent, fault.querySelector("span").textContent].filter(Boolean).join(" ");
      line.hidden = false;
      first = first || field;
    });
    return first;
  }

  async function look() {
    let item = null;
    const id = await desk.ask("programme_form", {...JSON.parse(form.dataset.asked), said: said()});
    desk.cards.keep(id, last ? last.id : "");
    const seen = await desk.follow(id, function (card) {
      if (item || last) { (item || last.item).replaceWith(card); } else { desk.cards.add(card); }
      item = card;
    });
    last = {id: id, item: seen};
    const first = showFaults(seen);
    const target = first || seen;
    if (!first) { seen.tabIndex = -1; }
    target.focus();
    target.scrollIntoView({block: first ? "center" : "start"});
  }

  form.addEventListener("submit", async function (event) {
    event.preventDefault();
    complain("");
    button.disabled = true;
    try {
      await look();
    } catch (failure) {
      complain("unreachable", failure.message);
    }
    button.disabled = false;
  });

  /* A link from a fault to its field leads into it, not only to it. */
  document.addEventListener("click", function (event) {
    const link = event.target.closest("[data-fault] a");
    const field = link && document.getElementById(link.hash.slice(1));
    if (field) {
      event.preventDefault();
      field.focus();
    }
  });
}());

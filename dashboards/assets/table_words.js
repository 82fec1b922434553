/* What the words of an office's own table mean: said once in the form of its card, which is then read anew. */
(function () {
  "use strict";
  const list = document.getElementById("upload-list");
  if (!list) { return; }
  const desk = window.duibiaoRequests;

  function assigned(form) {
    const meanings = {};
    form.querySelectorAll("select[data-text]").forEach(function (one) {
      if (one.value) { meanings[one.dataset.text] = one.value; }
    });
    return meanings;
  }

  list.addEventListener("submit", async function (event) {
    const form = event.target.closest("form.assignment");
    if (!form) { return; }
    event.preventDefault();
    let item = form.closest("[data-state]");
    const complaint = form.querySelector(".complaint");
    const button = form.querySelector("button[type=submit]");
    const sheet = form.elements.namedItem("sheet");
    const row = Number.parseInt(form.elements.namedItem("header_row").value, 10);
    complaint.hidden = true;
    button.disabled = true;
    try {
      const id = await desk.ask("programme_assign", {
        of: form.dataset.of, assigned: assigned(form), sheet: sheet ? sheet.value : null, header_row: row || null,
      });
      desk.cards.keep(id, form.dataset.request);
      await desk.follow(id, function (seen) {
        item.replaceWith(seen);
        item = seen;
      });
      item.tabIndex = -1;
      item.focus();
    } catch (failure) {
      desk.tell(complaint, failure.message ? "answered" : "unreachable", failure.message);
      complaint.hidden = false;
      button.disabled = false;
    }
  });
}());

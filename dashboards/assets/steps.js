/* The dialog of steps, on the pages of a round and of a centre, and templates: the clerk is asked, the page drawn anew. */
(function () {
  "use strict";
  const desk = window.duibiaoRequests;
  const SAID = "duibiao_said";

  /* A template is made by the clerk and downloaded once it is there. */
  document.addEventListener("click", async function (event) {
    const button = event.target.closest("button[data-template]");
    if (!button || button.disabled) { return; }
    const text = button.textContent;
    const label = button.getAttribute("aria-label");
    /* What is read aloud follows what is shown; at rest the button is called by its longer name again. */
    const show = function (shown) {
      button.textContent = shown;
      if (label) { button.setAttribute("aria-label", shown === text ? label : shown); }
    };
    button.disabled = true;
    try {
      const id = await desk.ask(button.dataset.kind || "template", JSON.parse(button.dataset.template));
      const answer = await desk.follow(id, function (seen) { show(seen.textContent); });
      if (answer.dataset.state === "done") {
        window.location.assign(`/requests/${id}/template.xlsx`);
        show(text);
      }
    } catch (failure) {
      show(failure.message || button.dataset.unreachable);
    }
    button.disabled = false;
  });

  const notice = document.getElementById("act-said");
  if (notice) {
    notice.textContent = window.sessionStorage.getItem(SAID) || "";
    notice.hidden = !notice.textContent;
    window.sessionStorage.removeItem(SAID);
  }

  const dialog = document.getElementById("act");
  if (!dialog) { return; }
  const steps = document.getElementById("act-steps");
  const blank = document.getElementById("act-blank").content.firstElementChild;
  const reason = document.getElementById("act-reason");
  const day = document.getElementById("act-day");
  const dayLine = document.getElementById("act-day-line");
  const complaint = document.getElementById("act-complaint");
  const stage = document.getElementById("act-stage");
  const submit = document.getElementById("act-submit");
  let asked = null;

  function complain(when, answered) {
    desk.tell(complaint, answered ? "answered" : when, answered);
    complaint.hidden = !when;
  }

  function choice(offer, _, offers) {
    const row = blank.cloneNode(true);
    const radio = row.querySelector("input");
    const [label, why] = row.querySelectorAll("span");
    radio.value = offer.step;
    radio.dataset.needsReason = offer.needs_reason ? "yes" : "";
    radio.dataset.needsDay = offer.needs_day ? "yes" : "";
    radio.dataset.mayGiveDay = offer.may_give_day ? "yes" : "";
    radio.dataset.dayName = offer.day_name;
    radio.dataset.dayLabel = offer.day_label;
    radio.disabled = Boolean(offer.why_not);
    radio.checked = offers.length === 1 && !offer.why_not;
    label.textContent = offer.label;
    why.textContent = offer.why_not;
    why.hidden = !offer.why_not;
    return row;
  }

  function open(button) {
    const offered = JSON.parse(button.dataset.act);
    asked = offered.asked;
    document.getElementById("act-title").textContent = offered.title;
    steps.replaceChildren(...offered.steps.map(choice));
    reason.value = "";
    day.value = "";
    dayLine.hidden = true;
    stage.textContent = "";
    complain("");
    submit.disabled = false;
    dialog.showModal();
  }

  async function carryOut(facts) {
    const id = await desk.ask("step", facts);
    const answer = await desk.follow(id, function (seen) { stage.replaceChildren(...seen.cloneNode(true).childNodes); });
    stage.textContent = "";
    if (answer.dataset.state !== "done") {
      complain("answered", answer.textContent);
      return;
    }
    window.sessionStorage.setItem(SAID, answer.textContent);
    window.location.reload();
  }

  async function send() {
    const chosen = steps.querySelector("input:checked");
    if (!chosen) { complain("stepless"); return; }
    const isDated = Boolean(chosen.dataset.needsDay);
    if (isDated && !day.value) { complain("dayless"); day.focus(); return; }
    const why = reason.value.trim();
    if (chosen.dataset.needsReason && !why) { complain("reasonless"); reason.focus(); return; }
    const name = desk.actingName();
    if (!name) { complain("nameless"); return; }
    complain("");
    submit.disabled = true;
    try {
      const dated = day.value && (isDated || chosen.dataset.mayGiveDay) ? {[chosen.dataset.dayName]: day.value} : {};
      const seen = {seen_until: dialog.dataset.seen};
      await carryOut(Object.assign({by: name, step: chosen.value, reason: why || null}, dated, seen, asked));
    } catch (failure) {
      complain("unreachable", failure.message);
    }
    submit.disabled = false;
  }

  document.addEventListener("click", function (event) {
    const button = event.target.closest("button[data-act]");
    if (button) { open(button); }
  });
  steps.addEventListener("change", function (event) {
    const offer = event.target.dataset;
    document.getElementById("act-day-label").textContent = offer.dayLabel;
    dayLine.hidden = !offer.needsDay && !offer.mayGiveDay;
  });
  submit.addEventListener("click", send);
  document.getElementById("act-cancel").addEventListener("click", function () { dialog.close(); });
}());

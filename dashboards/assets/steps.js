/* The dialog of steps, on the pages of a round and of a centre, and templates: the clerk is asked, the page drawn anew. */
(function () {
  "use strict";
  const desk = window.duibiaoRequests;
  const SAID = "duibiao_said";

  /* A template is made by the clerk and downloaded once it is there. */
  document.addEventListener("click", async function (event) {
    const button = event.target.closest("button[data-template]");
    if (!button || button.disabled) { return; }
    const words = JSON.parse(button.dataset.words);
    const text = button.textContent;
    const label = button.getAttribute("aria-label");
    /* What is read aloud follows what is shown; at rest the button is called by its longer name again. */
    const show = function (shown) {
      button.textContent = shown;
      if (label) { button.setAttribute("aria-label", shown === text ? label : shown); }
    };
    button.disabled = true;
    try {
      const id = await desk.ask("template", JSON.parse(button.dataset.template));
      const mail = await desk.follow(id, function (seen) {
        show(desk.said(seen.answer, "stage") || (seen.has_clerk ? words.waiting : words.asleep));
      });
      if (mail.answer && mail.answer.state === "done") {
        window.location.assign(`/requests/${id}/template.xlsx`);
        show(text);
      } else {
        show(desk.said(mail.answer));
      }
    } catch (failure) {
      show(failure.message || words.unreachable);
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
  const words = JSON.parse(dialog.dataset.words);
  const steps = document.getElementById("act-steps");
  const reason = document.getElementById("act-reason");
  const day = document.getElementById("act-day");
  const dayLine = document.getElementById("act-day-line");
  const complaint = document.getElementById("act-complaint");
  const stage = document.getElementById("act-stage");
  const submit = document.getElementById("act-submit");
  let asked = null;

  function complain(sentence) {
    complaint.textContent = sentence;
    complaint.hidden = !sentence;
  }

  function choice(offer, number, isOnly) {
    const row = desk.make("div", "act-step");
    const radio = desk.make("input");
    radio.type = "radio";
    radio.name = "act-step";
    radio.id = `act-step-${number}`;
    radio.value = offer.step;
    radio.dataset.needsReason = offer.needs_reason ? "yes" : "";
    radio.dataset.needsDay = offer.needs_day ? "yes" : "";
    radio.disabled = Boolean(offer.why_not);
    radio.checked = isOnly && !offer.why_not;
    const label = desk.make("label", "", offer.label);
    label.htmlFor = radio.id;
    row.append(radio, label);
    if (offer.why_not) {
      const why = desk.make("p", "note", offer.why_not);
      why.id = `act-why-${number}`;
      radio.setAttribute("aria-describedby", why.id);
      row.append(why);
    }
    return row;
  }

  function open(button) {
    const offered = JSON.parse(button.dataset.act);
    asked = offered.asked;
    document.getElementById("act-title").textContent = offered.title;
    steps.replaceChildren(...offered.steps.map(function (offer, number) {
      return choice(offer, number, offered.steps.length === 1);
    }));
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
    const mail = await desk.follow(id, function (seen) {
      stage.textContent = desk.said(seen.answer, "stage") || (seen.has_clerk ? words.waiting : words.asleep);
    });
    stage.textContent = "";
    if (!mail.answer || mail.answer.state !== "done") {
      complain(desk.said(mail.answer) || words.unreachable);
      return;
    }
    window.sessionStorage.setItem(SAID, desk.said(mail.answer));
    window.location.reload();
  }

  async function send() {
    const chosen = steps.querySelector("input:checked");
    if (!chosen) { complain(words.stepless); return; }
    const isDated = Boolean(chosen.dataset.needsDay);
    if (isDated && !day.value) { complain(words.dayless); day.focus(); return; }
    const why = reason.value.trim();
    if (chosen.dataset.needsReason && !why) { complain(words.reasonless); reason.focus(); return; }
    const name = desk.actingName();
    if (!name) { complain(words.nameless); return; }
    complain("");
    submit.disabled = true;
    try {
      const dated = isDated ? {received_on: day.value} : {};
      const seen = {seen_until: dialog.dataset.seen};
      await carryOut(Object.assign({by: name, step: chosen.value, reason: why || null}, dated, seen, asked));
    } catch (failure) {
      complain(failure.message || words.unreachable);
    }
    submit.disabled = false;
  }

  document.addEventListener("click", function (event) {
    const button = event.target.closest("button[data-act]");
    if (button) { open(button); }
  });
  steps.addEventListener("change", function (event) { dayLine.hidden = !event.target.dataset.needsDay; });
  submit.addEventListener("click", send);
  document.getElementById("act-cancel").addEventListener("click", function () { dialog.close(); });
}());

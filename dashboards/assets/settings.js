/* The form of the office: its facts are sent to the clerk, and what is wrong is told at its field. */
(function () {
  "use strict";
  const desk = window.duibiaoRequests;
  const form = document.getElementById("office-form");
  if (!form) { return; }
  const kind = form.dataset.kind;
  const complaint = document.getElementById("office-complaint");
  const stage = document.getElementById("office-stage");
  const reason = document.getElementById("office-reason");
  const languages = form.elements.namedItem("languages");

  function complain(when, answered) {
    desk.tell(complaint, answered ? "answered" : when, answered);
    complaint.hidden = !when;
  }

  /* A name is asked in each language of the office. */
  function showNames() {
    form.querySelectorAll("[data-field^='name_']").forEach(function (field) {
      field.hidden = !languages.value.split(",").includes(field.dataset.field.slice("name_".length));
    });
  }

  /* What is wrong with which fact; without any, none is. */
  function tellFaults(faults) {
    let first = null;
    form.querySelectorAll("[data-field]").forEach(function (field) {
      const fault = faults[field.dataset.field] || "";
      const line = field.querySelector(".complaint");
      const control = field.querySelector("input, select");
      line.textContent = fault;
      line.hidden = !fault;
      if (fault) { control.setAttribute("aria-invalid", "true"); } else { control.removeAttribute("aria-invalid"); }
      if (fault && !first) { first = control; }
    });
    if (first) { first.focus(); }
  }

  function said() {
    const facts = {};
    form.querySelectorAll("[data-field]:not([hidden]) :is(input, select)").forEach(function (control) {
      facts[control.name] = control.value;
    });
    return facts;
  }

  async function carryOut(facts) {
    const id = await desk.ask(kind, facts);
    const answer = await desk.follow(id, function (seen) { stage.replaceChildren(...seen.cloneNode(true).childNodes); });
    stage.textContent = "";
    if (answer.dataset.state === "done") {
      if (kind === "office_make") { window.location.assign("/"); return; }
      window.sessionStorage.setItem("duibiao_said", answer.textContent);
      window.location.reload();
      return;
    }
    const faults = {};
    answer.querySelectorAll("[data-fault]").forEach(function (one) {
      faults[one.dataset.fault] = one.textContent;
      one.remove();
    });
    tellFaults(faults);
    complain("answered", answer.textContent.trim());
  }

  async function send() {
    const facts = said();
    if (reason) {
      const name = desk.actingName();
      if (!reason.value.trim()) { complain("reasonless"); reason.focus(); return; }
      if (!name) { complain("nameless"); return; }
      Object.assign(facts, {by: name, reason: reason.value.trim()});
    }
    complain("");
    tellFaults({});
    const button = form.querySelector("button[type=submit]");
    button.disabled = true;
    try {
      await carryOut(facts);
    } catch (failure) {
      const faults = {};
      Object.entries(failure.faults || {}).forEach(function ([key, fault]) { faults[key] = fault[desk.lang]; });
      tellFaults(faults);
      complain("unreachable", failure.message);
    }
    button.disabled = false;
  }

  form.addEventListener("submit", function (event) {
    event.preventDefault();
    send();
  });
  languages.addEventListener("change", showNames);
  showNames();
}());

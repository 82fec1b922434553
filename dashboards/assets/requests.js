/* What pages ask of the clerk, and the cards of what became of it. What became of it the server draws; here it is put in place. */
(function () {
  "use strict";
  const NAME = "duibiao_acting_name";
  const lang = document.documentElement.lang.startsWith("zh") ? "zh" : "en";

  function said(answer) { return answer ? answer[`said_${lang}`] || "" : ""; }

  function wait(milliseconds) { return new Promise(function (done) { window.setTimeout(done, milliseconds); }); }

  /* Of the sentences that the server drew into an element, shows the one for `when`; the server's answer is written in. */
  function tell(element, when, answered) {
    element.querySelectorAll("[data-when]").forEach(function (sentence) {
      sentence.hidden = sentence.dataset.when !== when;
      if (when === "answered" && !sentence.hidden) { sentence.textContent = answered; }
    });
  }

  /* The acting name, in this browser only. */
  const nameField = document.getElementById("acting-name");

  function actingName() {
    const name = nameField ? nameField.value.trim() : "";
    if (!name) {
      nameField.setAttribute("aria-invalid", "true");
      nameField.focus();
    }
    return name;
  }

  if (nameField) {
    nameField.value = window.localStorage.getItem(NAME) || "";
    nameField.addEventListener("input", function () {
      nameField.removeAttribute("aria-invalid");
      window.localStorage.setItem(NAME, nameField.value.trim());
    });
  }

  async function showWhetherClerkIsThere() {
    const notice = document.getElementById("clerk-notice");
    if (!notice || document.hidden) { return; }
    try {
      const answer = await fetch("/requests", {cache: "no-store"});
      notice.hidden = !answer.ok || (await answer.json()).has_clerk;
    } catch (unreachable) {
      notice.hidden = true; // The server is being restarted: asked again soon.
    }
  }

  showWhetherClerkIsThere();
  window.setInterval(showWhetherClerkIsThere, 10000);

  /* The id of a request that was laid; an error with the server's sentence, or without one where there is no server. */
  async function ask(kind, facts) {
    let answer = null, told = null;
    try {
      answer = await fetch(`/requests/${kind}`, {
        method: "POST",
        headers: {"Content-Type": "application/json", "X-Duibiao-Request": kind},
        body: JSON.stringify(facts),
      });
      told = await answer.json();
    } catch (unreachable) {
      throw new Error("");
    }
    if (!answer.ok) { throw Object.assign(new Error(said(told)), {faults: told.faults || {}}); }
    return told.request_id;
  }

  /* What the server draws of a request: an element whose `data-state` says how it stands; null where it has none. */
  async function drawn(id) {
    const answer = await fetch(`/requests/${id}?lang=${lang}`, {headers: {Accept: "text/html"}, cache: "no-store"});
    if (!answer.ok) { return answer.status === 404 ? {lost: said(await answer.json())} : null; }
    const page = document.createElement("template");
    page.innerHTML = await answer.text();
    return page.content.querySelector("[data-state]"); // Whatever else stands between here and the server may say is none.
  }

  /* What the sender is asked about goes on by itself once it is answered. */
  function isUnderWay(seen) { return ["working", "asked"].includes(seen.dataset.state); }

  /* Somebody says by name that the server's time is right; what waits for it is followed as before. */
  document.addEventListener("click", async function (event) {
    const button = event.target.closest("button[data-confirm-time]");
    if (!button || button.disabled) { return; }
    const name = actingName();
    if (!name) { return; }
    button.disabled = true;
    try {
      await ask("time", {by: name, shown_at: button.dataset.confirmTime});
    } catch (failure) {
      button.disabled = false;
      if (failure.message) { button.after(` ${failure.message}`); }
    }
  });

  /* Asks again and again, ever less often, until the clerk is done; `show` is given each element that is new. */
  async function follow(id, show) {
    let before = "";
    for (let pause = 100; ; pause = Math.min(pause * 1.2, 3000)) {
      let seen = null;
      try {
        seen = await drawn(id);
      } catch (unreachable) {
        seen = null; // Asked again: the server may be starting.
      }
      if (seen && seen.lost) { throw new Error(seen.lost); }
      if (seen && seen.outerHTML !== before) {
        before = seen.outerHTML;
        show(seen);
      }
      if (seen && !isUnderWay(seen)) { return seen; }
      await wait(pause);
    }
  }

  /* The cards of what was asked on this page, kept for this tab */
  const desk = document.getElementById("upload-desk");
  let cards = null;
  if (desk) {
    const unsent = document.getElementById("upload-blanks").content.lastElementChild;
    const list = document.getElementById("upload-list");
    const place = `duibiao_${desk.dataset.kind}s${desk.dataset.place}`;

    const kept = function () { return JSON.parse(window.sessionStorage.getItem(place) || "[]"); };
    /* Remembers a request for this tab, in the place of one that it follows. */
    const keep = function (id, before) {
      const others = kept().filter(function (one) { return one !== before; });
      window.sessionStorage.setItem(place, JSON.stringify([id, ...others].slice(0, 20)));
    };

    const add = function (item) {
      document.getElementById("upload-none").hidden = true;
      list.prepend(item);
    };

    const card = function (blank, fileName) {
      const item = blank.cloneNode(true);
      item.querySelector(".upload-name").textContent = fileName;
      item.querySelectorAll("progress").forEach(function (bar) { bar.setAttribute("aria-label", fileName); });
      return item;
    };

    const fail = function (item, when, answered) {
      const failed = card(unsent, item.querySelector(".upload-name").textContent);
      tell(failed, answered ? "answered" : when, answered);
      item.replaceWith(failed);
    };

    const watch = async function (item, id) {
      try {
        await follow(id, function (seen) {
          item.replaceWith(seen);
          item = seen;
        });
      } catch (lost) {
        fail(item, "unreachable", lost.message);
      }
    };

    /* Publishes the workbook of a card: its conflicts settled, by name and reason; the page shows what it then is. */
    const publish = async function (button) {
      let item = button.closest("[data-state]");
      const asked = JSON.parse(button.dataset.publish);
      const reason = item.querySelector("textarea");
      const complaint = item.querySelector(".publish-form > .complaint");
      const complain = function (when, answered) {
        tell(complaint, answered ? "answered" : when, answered);
        complaint.hidden = !when;
      };
      const name = actingName();
      if (!name) { complain("nameless"); return; }
      const answers = {};
      item.querySelectorAll("[data-conflict]:checked").forEach(function (one) { answers[one.dataset.conflict] = one.value; });
      const open = Array.from(item.querySelectorAll(".conflict")).find(function (one) { return !one.querySelector(":checked"); });
      if (open) { complain("undecided"); open.querySelector("input").focus(); return; }
      if (!reason.value.trim()) { complain("reasonless"); reason.focus(); return; }
      complain("");
      button.disabled = true;
      try {
        const id = await ask("programme_publish", {by: name, reason: reason.value.trim(), answers: answers, ...asked});
        keep(id, asked.check);
        const told = await follow(id, function (seen) {
          item.replaceWith(seen);
          item = seen;
        });
        if (told.dataset.state === "done") { window.location.reload(); }
      } catch (failure) {
        complain("unreachable", failure.message);
        button.disabled = false;
      }
    };

    list.addEventListener("click", function (event) {
      const button = event.target.closest("[data-publish]");
      if (button && !button.disabled) { publish(button); }
    });

    kept().reverse().forEach(async function (id) {
      const item = await drawn(id);
      if (!item || item.lost) { return; }
      add(item);
      if (isUnderWay(item)) { watch(item, id); }
    });

    cards = {add: add, card: card, fail: fail, keep: keep, watch: watch};
  }

  window.duibiaoRequests = {
    ask: ask, follow: follow, tell: tell, actingName: actingName, lang: lang, cards: cards, isUnderWay: isUnderWay,
    said: said,
  };
}());

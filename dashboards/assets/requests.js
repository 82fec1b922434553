/* What pages ask of the clerk: uploads, steps, templates. Whatever a file says is shown as text, always. */
(function () {
  "use strict";
  const NAME = "duibiao_acting_name";
  const KEPT = "duibiao_uploads";
  const MOST_ROWS = 200;
  const lang = document.documentElement.lang.startsWith("zh") ? "zh" : "en";

  function make(tag, className, text) {
    const element = document.createElement(tag);
    if (className) { element.className = className; }
    if (text !== undefined && text !== null) { element.textContent = text; }
    return element;
  }

  function fill(sentence, values) {
    return sentence.replace(/\{(\w+)\}/g, function (_, name) { return String(values[name]); });
  }

  function said(answer, key) { return answer ? answer[`${key || "said"}_${lang}`] || "" : ""; }

  function wait(milliseconds) { return new Promise(function (done) { window.setTimeout(done, milliseconds); }); }

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

  async function ask(kind, facts) {
    const answer = await fetch(`/requests/${kind}`, {
      method: "POST",
      headers: {"Content-Type": "application/json", "X-Duibiao-Request": kind},
      body: JSON.stringify(facts),
    });
    const told = await answer.json();
    if (!answer.ok) { throw new Error(said(told)); }
    return told.request_id;
  }

  /* Asks again and again, ever less often, until the clerk is done; `show` is called with each answer. */
  async function follow(id, show) {
    for (let pause = 300; ; pause = Math.min(pause * 1.3, 3000)) {
      let mail = null;
      try {
        const answer = await fetch(`/requests/${id}`, {cache: "no-store"});
        mail = await answer.json();
        if (answer.status === 404) { show({answer: {state: "failed", said_zh: mail.said_zh, said_en: mail.said_en}}); return mail; }
      } catch (unreachable) {
        mail = null; // Asked again: the server may be starting.
      }
      if (mail) {
        show(mail);
        if (mail.is_finished) { return mail; }
      }
      await wait(pause);
    }
  }

  /* Uploads */
  const desk = document.getElementById("upload-desk");
  if (desk) {
    const words = JSON.parse(desk.dataset.words);
    const names = JSON.parse(desk.dataset.names);
    const list = document.getElementById("upload-list");
    const chooser = document.getElementById("upload-files");
    const zone = document.getElementById("drop-zone");
    let queue = Promise.resolve();

    const kept = function () { return JSON.parse(window.sessionStorage.getItem(KEPT) || "[]"); };
    const keep = function (id) { window.sessionStorage.setItem(KEPT, JSON.stringify([id, ...kept()].slice(0, 20))); };
    const nameOf = function (id) { return names[id] || id; };

    const card = function (fileName) {
      document.getElementById("upload-none").hidden = true;
      const item = make("li", "upload");
      const head = make("div", "line-figures");
      head.append(make("strong", "upload-name", fileName));
      const state = make("span", "chip", words["state.working"]);
      head.append(state);
      const bar = make("progress", "upload-progress");
      bar.max = 100;
      bar.setAttribute("aria-label", fileName);
      const stage = make("p", "upload-stage");
      stage.setAttribute("role", "status");
      const result = make("div", "upload-result");
      item.append(head, bar, stage, result);
      list.prepend(item);
      return {item: item, state: state, bar: bar, stage: stage, result: result};
    };

    const settle = function (shown, state, sentence) {
      shown.state.textContent = words[`state.${state}`] || words["state.failed"];
      shown.item.className = `upload upload-${state}`;
      shown.bar.hidden = state !== "working";
      shown.stage.textContent = sentence;
    };

    const place = function (finding) {
      const parts = [];
      if (finding.sheet) { parts.push(fill(words.sheet, {name: finding.sheet})); }
      if (finding.row_number) { parts.push(fill(words.row, {number: finding.row_number})); }
      if (finding.column_name) { parts.push(finding.column_name); }
      return parts.length ? parts.join(lang === "zh" ? "，" : ", ") : words.whole_file;
    };

    const tableOf = function (title, heads, rows, className, isOpen) {
      const details = make("details", className);
      details.open = isOpen;
      details.append(make("summary", "", title));
      const box = make("div", "table-box compact");
      box.tabIndex = 0;
      box.setAttribute("role", "region");
      box.setAttribute("aria-label", title);
      const table = make("table", "table");
      table.setAttribute("role", "table");
      const head = table.createTHead().insertRow();
      heads.forEach(function (text) {
        const cell = make("th", "", text);
        cell.scope = "col";
        head.append(cell);
      });
      const body = table.createTBody();
      rows.slice(0, MOST_ROWS).forEach(function (texts) {
        const row = body.insertRow();
        texts.forEach(function (text, number) {
          const cell = row.insertCell();
          cell.textContent = text === null || text === undefined ? "—" : text;
          /* On a phone a row becomes a card: its cells are named there, and stay cells for those who listen. */
          cell.dataset.head = heads[number];
          cell.setAttribute("role", "cell");
        });
        row.setAttribute("role", "row");
      });
      box.append(table);
      details.append(box);
      if (rows.length > MOST_ROWS) { details.append(make("p", "note", fill(words.more, {count: rows.length - MOST_ROWS}))); }
      return details;
    };

    const findingRows = function (findings) {
      return findings.map(function (finding) {
        return [place(finding), finding.value, said(finding, "sentence"), said(finding, "next_step")];
      });
    };

    const link = function (text, path, query) {
      const anchor = make("a", "button", text);
      anchor.href = query ? `${path}?${new URLSearchParams(query)}` : path;
      return anchor;
    };

    const receipt = function (outcome, state) {
      const report = outcome.report;
      const parts = [];
      if (report && outcome.version && state === "done") {
        const values = {unit: nameOf(report.unit_id || report.centre_id), programme: nameOf(report.programme_id),
                        period: nameOf(report.period_id), version: outcome.version};
        parts.push(make("p", "upload-receipt", fill(words.received, values)));
      }
      return parts;
    };

    /* The hash that stands in the archive, and whether this page counted the same of what it sent. */
    const hashLine = function (outcome, sent) {
      const details = make("details", "upload-hash");
      const isSame = sent === outcome.sha256;
      details.open = Boolean(sent) && !isSame;
      details.append(make("summary", "", sent ? (isSame ? words.hash_same : words.hash_other) : words.hash_unsent));
      const line = make("p", "note", `${words.hash} `);
      line.append(make("code", "", outcome.sha256));
      details.append(line);
      if (details.open) {
        const own = make("p", "note", `${words.hash_sent} `);
        own.append(make("code", "", sent));
        details.append(own);
      }
      return details;
    };

    const links = function (mail, id) {
      const row = make("p", "take-away");
      const report = (mail.answer.outcome || {}).report;
      if (mail.answer.marked) {
        const marked = link(words.marked, `/requests/${id}/${mail.answer.marked}`);
        marked.setAttribute("download", "");
        row.append(marked);
      }
      const again = make("button", "button", words.again);
      again.type = "button";
      again.addEventListener("click", function () { chooser.click(); });
      row.append(again);
      if (report && report.centre_id) {
        row.append(link(words.to_centre, `/centre/${encodeURIComponent(report.centre_id)}`, {lang: desk.dataset.lang}));
      } else if (report) {
        const query = {programme: report.programme_id, period: report.period_id, lang: desk.dataset.lang};
        row.append(link(words.to_unit, `/unit/${encodeURIComponent(report.unit_id)}`, query));
        row.append(link(words.to_round, "/round", query));
      }
      return row;
    };

    const showFinished = function (shown, mail, id) {
      const answer = mail.answer;
      const outcome = answer.outcome || {};
      const findings = answer.findings || [];
      const errors = findings.filter(function (finding) { return finding.severity === "error"; });
      const warnings = findings.filter(function (finding) { return finding.severity !== "error"; });
      const conversions = outcome.conversions || [];
      const isKnown = answer.state === "done" && outcome.verdict === "already_received";
      settle(shown, isKnown ? "already" : answer.state, said(answer));
      const heads = ["place", "value", "sentence", "next_step"].map(function (key) { return words[`column.${key}`]; });
      shown.result.replaceChildren(...receipt(outcome, answer.state));
      if (errors.length) {
        shown.result.append(tableOf(fill(words.errors, {count: errors.length}), heads, findingRows(errors), "findings findings-error", true));
      }
      if (warnings.length) {
        shown.result.append(tableOf(fill(words.warnings, {count: warnings.length}), heads, findingRows(warnings), "findings findings-warn", errors.length === 0));
      }
      if (conversions.length) {
        const rows = conversions.map(function (note) { return [place(note), note.received, note.read, said(note, "how")]; });
        const titles = ["place", "was", "read", "how"].map(function (key) { return words[`column.${key}`]; });
        shown.result.append(tableOf(fill(words.conversions, {count: conversions.length}), titles, rows, "findings", false));
      }
      shown.result.append(links(mail, id));
      if (outcome.sha256) { shown.result.append(hashLine(outcome, mail.request.sent_sha256)); }
    };

    const watch = function (shown, id) {
      return follow(id, function (mail) {
        if (mail.is_finished) { showFinished(shown, mail, id); return; }
        if (mail.answer && mail.answer.state === "failed") { settle(shown, "failed", said(mail.answer)); return; }
        shown.bar.removeAttribute("value");
        settle(shown, "working", said(mail.answer, "stage") || (mail.has_clerk ? words.waiting : words.asleep));
      });
    };

    /* The SHA-256 of what is sent, as RFC 9530 writes it; null where the browser counts none (plain http from elsewhere). */
    const digestOf = async function (content) {
      if (!window.crypto || !window.crypto.subtle) { return null; }
      const digest = new Uint8Array(await window.crypto.subtle.digest("SHA-256", content));
      return `sha-256=:${window.btoa(String.fromCharCode(...digest))}:`;
    };

    const send = function (shown, file, content, digest, name) {
      return new Promise(function (done) {
        const request = new XMLHttpRequest();
        request.open("POST", "/requests/upload");
        request.responseType = "json";
        request.setRequestHeader("X-Duibiao-Request", "upload");
        request.setRequestHeader("X-Acting-Name", encodeURIComponent(name));
        request.setRequestHeader("X-File-Name", encodeURIComponent(file.name));
        request.setRequestHeader("Content-Type", "application/octet-stream");
        if (digest) { request.setRequestHeader("Content-Digest", digest); }
        request.upload.addEventListener("progress", function (event) {
          const percent = event.lengthComputable ? Math.floor(100 * event.loaded / event.total) : 0;
          shown.bar.value = percent;
          settle(shown, "working", fill(words.sending, {percent: percent}));
        });
        request.addEventListener("load", function () {
          const told = request.response;
          if (request.status === 202 && told) { keep(told.request_id); done(told.request_id); return; }
          settle(shown, "failed", said(told) || words.unreachable);
          done(null);
        });
        request.addEventListener("error", function () { settle(shown, "failed", words.unreachable); done(null); });
        request.send(content);
      });
    };

    const upload = async function (file, name) {
      const shown = card(file.name);
      if (file.size > Number(desk.dataset.largest)) { settle(shown, "failed", words.too_large); return; }
      let content = null;
      try {
        content = await file.arrayBuffer(); // Read once: what is counted is what is sent.
      } catch (unreadable) {
        settle(shown, "failed", words.unreadable);
        return;
      }
      const id = await send(shown, file, content, await digestOf(content), name);
      if (id) { await watch(shown, id); }
    };

    const take = function (files) {
      const name = actingName();
      const chosen = Array.from(files);
      const complaint = document.getElementById("upload-complaint");
      complaint.textContent = name ? "" : words.nameless;
      complaint.hidden = Boolean(name);
      chooser.value = "";
      if (!name) { return; }
      chosen.forEach(function (file) { queue = queue.then(function () { return upload(file, name); }); });
    };

    chooser.addEventListener("change", function () { take(chooser.files); });
    ["dragenter", "dragover"].forEach(function (kind) {
      zone.addEventListener(kind, function (event) { event.preventDefault(); zone.classList.add("is-over"); });
    });
    zone.addEventListener("dragleave", function () { zone.classList.remove("is-over"); });
    zone.addEventListener("drop", function (event) {
      event.preventDefault();
      zone.classList.remove("is-over");
      take(event.dataTransfer.files);
    });
    // A file dropped beside the zone would replace the page.
    ["dragover", "drop"].forEach(function (kind) {
      document.addEventListener(kind, function (event) { event.preventDefault(); });
    });

    const restore = async function (id) {
      const answer = await fetch(`/requests/${id}`, {cache: "no-store"});
      if (!answer.ok) { return; }
      const mail = await answer.json();
      watch(card(mail.request.file_name), id);
    };
    kept().reverse().forEach(restore);
  }

  window.duibiaoRequests = {ask: ask, follow: follow, said: said, actingName: actingName, make: make, lang: lang};
}());

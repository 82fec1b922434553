/* Files that are dropped or chosen: sent one after another, each with its card. */
(function () {
  "use strict";
  const desk = window.duibiaoRequests;
  const place = document.getElementById("upload-desk");
  const chooser = document.getElementById("upload-files");
  const zone = document.getElementById("drop-zone");
  if (!place || !zone) { return; }
  const cards = desk.cards;
  const sending = document.getElementById("upload-blanks").content.firstElementChild;
  const list = document.getElementById("upload-list");
  const kind = place.dataset.kind;
  let queue = Promise.resolve();

  /* The SHA-256 of what is sent, as RFC 9530 writes it; null where the browser counts none (plain http from elsewhere). */
  const digestOf = async function (content) {
    if (!window.crypto || !window.crypto.subtle) { return null; }
    const digest = new Uint8Array(await window.crypto.subtle.digest("SHA-256", content));
    return `sha-256=:${window.btoa(String.fromCharCode(...digest))}:`;
  };

  const send = function (item, file, content, digest, name) {
    return new Promise(function (done) {
      const request = new XMLHttpRequest();
      request.open("POST", `/requests/${kind}`);
      request.responseType = "json";
      request.setRequestHeader("X-Duibiao-Request", kind);
      request.setRequestHeader("X-Acting-Name", encodeURIComponent(name));
      request.setRequestHeader("X-File-Name", encodeURIComponent(file.name));
      request.setRequestHeader("Content-Type", "application/octet-stream");
      Object.entries(JSON.parse(place.dataset.headers)).forEach(function ([name, value]) {
        request.setRequestHeader(name, encodeURIComponent(value));
      });
      if (digest) { request.setRequestHeader("Content-Digest", digest); }
      request.upload.addEventListener("progress", function (event) {
        const percent = event.lengthComputable ? Math.floor(100 * event.loaded / event.total) : 0;
        item.querySelector("progress").value = percent;
        item.querySelector(".percent").textContent = percent;
      });
      request.addEventListener("load", function () {
        const told = request.response;
        if (request.status === 202 && told) { cards.keep(told.request_id); done(told.request_id); return; }
        cards.fail(item, "unreachable", desk.said(told));
        done(null);
      });
      request.addEventListener("error", function () { cards.fail(item, "unreachable"); done(null); });
      request.send(content);
    });
  };

  const upload = async function (file, name) {
    const item = cards.card(sending, file.name);
    cards.add(item);
    if (file.size > Number(place.dataset.largest)) { cards.fail(item, "too_large"); return; }
    let content = null;
    try {
      content = await file.arrayBuffer(); // Read once: what is counted is what is sent.
    } catch (unreadable) {
      cards.fail(item, "unreadable");
      return;
    }
    const id = await send(item, file, content, await digestOf(content), name);
    if (id) { await cards.watch(item, id); }
  };

  const take = function (files) {
    const name = desk.actingName();
    const chosen = Array.from(files);
    document.getElementById("upload-complaint").hidden = Boolean(name);
    chooser.value = "";
    if (!name) { return; }
    chosen.forEach(function (file) { queue = queue.then(function () { return upload(file, name); }); });
  };

  chooser.addEventListener("change", function () { take(chooser.files); });
  list.addEventListener("click", function (event) { if (event.target.closest("[data-again]")) { chooser.click(); } });
  ["dragenter", "dragover"].forEach(function (name) {
    zone.addEventListener(name, function (event) { event.preventDefault(); zone.classList.add("is-over"); });
  });
  zone.addEventListener("dragleave", function () { zone.classList.remove("is-over"); });
  zone.addEventListener("drop", function (event) {
    event.preventDefault();
    zone.classList.remove("is-over");
    take(event.dataTransfer.files);
  });
  // A file dropped beside the zone would replace the page.
  ["dragover", "drop"].forEach(function (name) {
    document.addEventListener(name, function (event) { event.preventDefault(); });
  });
}());

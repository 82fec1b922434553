/* What a link cannot do: light and dark, copying, and noticing that newer data are there. */
(function () {
  "use strict";
  const YEAR = 31536000;

  function isDark() {
    const chosen = document.documentElement.dataset.theme;
    return chosen ? chosen === "dark" : window.matchMedia("(prefers-color-scheme: dark)").matches;
  }

  function switchTheme() {
    const theme = isDark() ? "light" : "dark";
    document.documentElement.dataset.theme = theme;
    document.cookie = `duibiao_theme=${theme}; path=/; max-age=${YEAR}; samesite=lax`;
  }

  async function copy(button) {
    const source = button.dataset.copyFrom;
    let text = source ? "" : document.getElementById(button.dataset.copy).innerText;
    if (source) {
      const answer = await fetch(source);
      if (!answer.ok) { throw new Error(`${source}: ${answer.status}`); }
      text = await answer.text();
    }
    await navigator.clipboard.writeText(text);
    const before = button.textContent;
    button.textContent = button.dataset.done;
    window.setTimeout(function () { button.textContent = before; }, 2000);
  }

  document.addEventListener("click", function (event) {
    const button = event.target.closest("button");
    if (!button) { return; }
    if (button.classList.contains("theme-switch")) { switchTheme(); }
    if (button.classList.contains("phone-switch")) {
      button.setAttribute("aria-expanded", button.getAttribute("aria-expanded") === "false");
    }
    if (button.dataset.copy || button.dataset.copyFrom) { copy(button); }
  });

  async function noticeNewerBuild() {
    const notice = document.getElementById("newer-build");
    if (!notice || document.hidden) { return; }
    let answer;
    try {
      answer = await fetch("/healthz", {cache: "no-store"});
    } catch (unreachable) {
      return; // The server is being restarted: asked again in half a minute.
    }
    if (!answer.ok) { return; }
    const build = await answer.json();
    notice.hidden = build.build_id === notice.dataset.build;
  }

  window.duibiaoNoticeNewerBuild = noticeNewerBuild;
  window.setInterval(noticeNewerBuild, 30000);
  document.addEventListener("visibilitychange", noticeNewerBuild);
}());

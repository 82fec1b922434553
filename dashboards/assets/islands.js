/* Lets Dash draw the live parts of a page (dashboards/markup.py) at the places that the document left for them. */
(function () {
  "use strict";
  const charts = document.querySelector("meta[name=duibiao-charts]");

  // Dash writes its own address of Plotly here on starting; ours stays.
  Object.defineProperty(window, "_dashPlotlyJSURL", {get: function () { return charts.content; }, set: function () {}});

  function Place(given) {
    const place = document.getElementById(given.target);
    if (!place) { return null; }
    if (!place.dataset.live) {
      place.dataset.live = "yes";
      // Its height stays while the scripts of what comes here are still on their way.
      place.style.minHeight = `${place.offsetHeight}px`;
      // A picture of the server's stays, for as long as nothing covers it and for paper.
      if (!place.classList.contains("is-pictured")) { place.replaceChildren(); }
    }
    return window.ReactDOM.createPortal(given.children, place);
  }

  window.duibiao = {Place: Place};
  // Every page is a document of its own: a link drawn by Dash loads it.
  window.addEventListener("_dashprivate_pushstate", function () { window.location.reload(); });
}());

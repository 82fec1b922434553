/* Draws what dashboards/still.py sends: elements from a plain tree, links that change the page without loading it. */
(function () {
  "use strict";

  function follow(event) {
    if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) { return; }
    event.preventDefault();
    window.history.pushState({}, "", event.currentTarget.getAttribute("href"));
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
  }

  function draw(node, index) {
    if (typeof node === "string") { return node; }
    const tag = node[0];
    const attributes = Object.assign({key: index}, node[1]);
    if (tag === "link") { attributes.onClick = follow; }
    return window.React.createElement(tag === "link" ? "a" : tag, attributes, ...node[2].map(draw));
  }

  window.duibiao_still = {Still: function (given) { return draw(given.tree, "still"); }};
}());

// What the reader chose for reading (VL.2.5) holds before the first paint: this file stands in <head> and is waited for.
// It is kept in this browser for this portal alone; nothing of it is sent. site.js ties the choices to the panel.
"use strict";

window.comfort = (() => {
  const NAME = "comfort";
  const root = document.documentElement;
  const high = document.getElementById("contrast-css");
  const asked = high?.media;

  // A browser may refuse to keep anything: then a choice holds for the page.
  let chosen = {};
  try {
    chosen = Object(JSON.parse(localStorage.getItem(NAME)));
  } catch {
    chosen = {};
  }

  function apply() {
    for (const part of ["size", "contrast", "scheme"]) {
      if (chosen[part]) root.dataset[part] = chosen[part];
      else delete root.dataset[part];
    }
    if (high) high.media = { high: "all", normal: "not all" }[chosen.contrast] ?? asked;
  }

  function choose(part, value) {
    chosen[part] = value;
    try {
      localStorage.setItem(NAME, JSON.stringify(chosen));
    } catch {
      // Not kept.
    }
    apply();
  }

  root.dataset.script = "";
  apply();
  // Another tab of the portal, or a page that comes back from the browser's memory.
  window.addEventListener("storage", (event) => {
    if (event.key !== NAME) return;
    chosen = JSON.parse(event.newValue) ?? {};
    apply();
  });
  return { choose, chosen: (part) => chosen[part] ?? "" };
})();

// Two things that Wagtail's admin lacks here: addresses made of Vietnamese titles, and names for people who hear the
// screen (dialogs, rich text, tags).
"use strict";

// The title becomes the page's address: letters lose their marks first, else they would be dropped.
const plain = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/g, "d").replace(/Đ/g, "D");
for (const name of ["w-sync:check", "w-sync:apply"]) {
  document.addEventListener(
    name,
    (event) => {
      if (event.target.name === "slug" && event.detail?.value) event.detail.value = plain(event.detail.value);
    },
    true,
  );
}

// The text of the nearest label or panel heading above an element.
function labelOf(element) {
  for (let box = element.parentElement; box && box.tagName !== "FORM"; box = box.parentElement) {
    const label = box.querySelector(".w-field__label, .c-sf-block__type, [data-panel-heading-text]");
    if (label) return label.textContent.replace("*", "").trim().replace(/\s+/g, " ");
  }
  return "";
}

function nameThings() {
  // A preview beside the editor has a main part too: ours is named after its heading.
  const main = document.getElementById("main");
  const heading = main?.querySelector("h1")?.textContent.trim().replace(/\s+/g, " ");
  if (heading && !main.hasAttribute("aria-label")) main.setAttribute("aria-label", heading);
  for (const dialog of document.querySelectorAll(".modal[role=dialog]")) {
    const title = dialog.querySelector("h1, h2");
    if (title) dialog.setAttribute("aria-label", title.textContent.trim());
  }
  for (const corner of document.querySelectorAll("th:empty")) {
    corner.replaceWith(Object.assign(document.createElement("td"), { className: corner.className }));
  }
  for (const bar of document.querySelectorAll(".progress[aria-valuenow]:not([role])")) {
    bar.setAttribute("role", "progressbar");
    bar.setAttribute("aria-label", labelOf(bar) || document.querySelector("h1")?.textContent.trim() || "");
  }
  const nameless = [
    ".public-DraftEditor-content:not([aria-label])",
    ".tagit input:not([aria-label])",
    "[data-streamfield-child] input[type=text]:not([aria-label])",
    "[data-streamfield-child] textarea:not([aria-label])",
    ".replace-file-input input:not([aria-label])",
  ].join();
  for (const input of document.querySelectorAll(nameless)) {
    if (input.labels?.length) continue;
    const button = input.parentElement.querySelector("button");
    const name = input.type === "file" && button ? button.textContent.trim() : labelOf(input);
    if (name) input.setAttribute("aria-label", name);
  }
}

let waiting = false;
new MutationObserver(() => {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => {
    waiting = false;
    nameThings();
  });
}).observe(document.documentElement, { childList: true, subtree: true });

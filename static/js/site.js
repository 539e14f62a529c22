// Comfort only: every page is complete without this file.
"use strict";

// Panels that open over the page: Escape, a press outside and leaving them by keyboard close them.
for (const popup of document.querySelectorAll("[data-popup]")) {
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && popup.open) {
      popup.open = false;
      popup.querySelector("summary").focus();
    }
  });
  document.addEventListener("click", (event) => {
    if (popup.open && !popup.contains(event.target)) popup.open = false;
  });
  popup.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !popup.contains(event.relatedTarget)) popup.open = false;
  });
}

// The reader's choices: comfort.js keeps and applies them.
for (const choice of document.querySelectorAll(".comfort input")) {
  const part = choice.name.replace("comfort-", "");
  choice.checked = choice.value === window.comfort.chosen(part);
  choice.addEventListener("change", () => window.comfort.choose(part, choice.value));
}

// Print: the browser's dialog prints, or saves as PDF.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// Copy the text of another element; where the clipboard API is missing (plain http) or refused, select and copy.
async function copyText(element) {
  const text = element.textContent.trim().replace(/\s+/g, " ");
  if (window.isSecureContext && (await navigator.clipboard.writeText(text).then(() => true, () => false))) return true;
  const range = document.createRange();
  range.selectNodeContents(element);
  const selection = window.getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
  return document.execCommand("copy");
}

for (const button of document.querySelectorAll("[data-copy]")) {
  const source = document.getElementById(button.dataset.copy);
  const status = document.getElementById(button.dataset.status);
  if (!source) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const done = await copyText(source);
    if (status && done) status.textContent = status.dataset.done;
  });
}

// Share by the device's own way, where it has one.
for (const button of document.querySelectorAll("[data-share]")) {
  if (!navigator.share) break;
  button.closest("[data-share-item]").hidden = false;
  button.addEventListener("click", () => {
    navigator.share({ title: button.dataset.title, url: button.dataset.share }).catch(() => {});
  });
}

// One visit, told once the page is seen: the page's number and nothing of its reader, who may have asked to be left out.
const visit = document.querySelector("[data-visit]");
if (visit && !navigator.globalPrivacyControl && navigator.doNotTrack !== "1") {
  const tell = () => {
    if (document.visibilityState !== "visible") return;
    document.removeEventListener("visibilitychange", tell);
    navigator.sendBeacon(visit.dataset.visit);
  };
  document.addEventListener("visibilitychange", tell);
  tell();
}

// A floating advert that was closed stays closed for this visit; without script it is open on each page.
const advert = document.querySelector("[data-advert]");
if (advert) {
  const name = `advert-${advert.dataset.advert}`;
  try {
    advert.open = !sessionStorage.getItem(name);
    advert.addEventListener("toggle", () => {
      if (advert.open) sessionStorage.removeItem(name);
      else sessionStorage.setItem(name, "closed");
    });
  } catch {
    // The browser keeps nothing: it closes for this page.
  }
}

// A form that came back with errors: go to their list first.
document.querySelector(".error-summary")?.focus();

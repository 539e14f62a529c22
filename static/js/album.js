// Pictures of an album in a dialog. Without this file each is a link to the large picture.
"use strict";

const album = document.querySelector(".album--photo");
const links = album ? [...album.querySelectorAll(".album__link")] : [];

function made(name, className, text) {
  const element = document.createElement(name);
  element.className = className;
  if (text) element.textContent = text;
  return element;
}

function button(text, action) {
  const element = made("button", "button button--quiet", text);
  element.type = "button";
  element.addEventListener("click", action);
  return element;
}

if (links.length && window.HTMLDialogElement) {
  const dialog = made("dialog", "album-dialog");
  const bar = made("div", "album-dialog__bar");
  const place = made("p", "album-dialog__place");
  const picture = made("img", "album-dialog__picture");
  const caption = made("p", "album-dialog__caption");
  place.setAttribute("role", "status");
  let at = 0;

  const show = (number) => {
    at = (number + links.length) % links.length;
    const link = links[at];
    picture.src = link.href;
    picture.alt = link.dataset.alt;
    caption.textContent = link.closest("figure").querySelector("figcaption").textContent.trim();
    place.textContent = `${at + 1} / ${links.length}`;
  };
  const earlier = button(album.dataset.earlier, () => show(at - 1));
  const later = button(album.dataset.later, () => show(at + 1));
  const close = button(album.dataset.close, () => dialog.close());

  bar.append(earlier, place, later, close);
  dialog.append(bar, picture, caption);
  dialog.setAttribute("aria-label", document.querySelector("h1").textContent.trim());
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "ArrowLeft") show(at - 1);
    if (event.key === "ArrowRight") show(at + 1);
  });
  dialog.addEventListener("close", () => links[at].focus());
  document.body.append(dialog);

  links.forEach((link, number) => {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      show(number);
      dialog.showModal();
    });
  });
}

// Titles as one types (combobox of ARIA 1.2). Comfort only: without this file the form just searches.
"use strict";

const WAIT = 200;
const LEAST = 3;

for (const form of document.querySelectorAll("form[data-suggest]")) {
  const input = form.querySelector("input[name=q]");
  const list = document.createElement("ul");
  const status = document.createElement("p");
  let options = [];
  let current = -1;
  let timer = 0;
  let asking = null;

  list.id = `${input.id}-list`;
  list.className = "suggest";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", form.dataset.suggestLabel);
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  input.closest(".search-form").append(list, status);
  input.type = "text"; // a search field may not be a combobox
  input.setAttribute("role", "combobox");
  input.setAttribute("enterkeyhint", "search");
  input.setAttribute("autocomplete", "off");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");

  function close() {
    clearTimeout(timer);
    asking?.abort();
    list.hidden = true;
    current = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function move(to) {
    options[current]?.setAttribute("aria-selected", "false");
    current = to;
    const option = options[current];
    if (!option) return input.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", option.id);
  }

  function option(row, place) {
    const item = document.createElement("li");
    const title = document.createElement("span");
    const about = document.createElement("span");
    item.id = `${list.id}-${place}`;
    item.className = "suggest__option";
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    item.dataset.url = row.url;
    title.textContent = row.title;
    about.className = "suggest__about";
    about.textContent = [row.number, row.kind, row.agency].filter(Boolean).join(" · ");
    item.append(title, about);
    return item;
  }

  function show(rows) {
    options = rows.map(option);
    list.replaceChildren(...options);
    current = -1;
    input.removeAttribute("aria-activedescendant");
    list.hidden = !options.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    status.textContent = options.length ? form.dataset.suggestCount.replace("0", options.length) : "";
  }

  async function ask() {
    const asked = new URLSearchParams({ q: input.value });
    if (new FormData(form).get("scope") === "province") asked.set("scope", "province");
    asking?.abort();
    asking = new AbortController();
    const signal = asking.signal;
    const answer = await fetch(`${form.dataset.suggest}?${asked}`, { signal }).catch(() => null);
    const found = answer?.ok ? await answer.json().catch(() => null) : null;
    if (found && !signal.aborted && document.activeElement === input) show(found.rows);
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    if (input.value.trim().length < LEAST) return close();
    timer = setTimeout(ask, WAIT);
  });

  input.addEventListener("keydown", (event) => {
    if (event.isComposing || list.hidden) return; // an input method for Vietnamese has the keys first
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      const places = options.length + 1; // one of them is the field itself
      move(((current + 1 + step + places) % places) - 1);
    } else if (event.key === "Enter" && options[current]) {
      event.preventDefault();
      location.assign(options[current].dataset.url);
    } else if (event.key === "Escape") {
      event.preventDefault();
      close();
    }
  });

  input.addEventListener("blur", close);
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
  list.addEventListener("click", (event) => {
    const chosen = event.target.closest("[role=option]");
    if (chosen) location.assign(chosen.dataset.url);
  });
}

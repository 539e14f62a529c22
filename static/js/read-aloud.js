// Reads a page's text aloud with a voice of the reader's own browser, block by block; without a voice in the page's
// language nothing of it is shown. Pausing ends the speech and remembers the sentence: not every browser can pause.
"use strict";

(() => {
  const box = document.querySelector("[data-read-aloud]");
  const synth = window.speechSynthesis;
  if (!box || !synth) return;

  const READ = "h1, h2, h3, h4, p, li, dt, dd, tr, figcaption, blockquote footer";
  const UNREAD = "nav, aside, form, noscript, .meta, .button-row, .print-only, [data-unread], [data-read-aloud]";
  const LONGEST = 200; // characters said at once: some browsers fall silent within longer ones
  const [play, stop] = box.querySelectorAll("button");
  const says = box.querySelector("[role=status]");
  const language = document.documentElement.lang || "vi";

  let voice;
  let parts = [];
  let next = 0;
  let turn = 0; // speech that was ended still reports its end: an older turn's report is not ours

  function findVoice() {
    const known = synth.getVoices().filter((each) => each.lang.toLowerCase().startsWith(language));
    voice = known.find((each) => each.localService) ?? known[0];
    box.hidden = !voice;
  }

  // All words shown, in their order, each with the nearest block around them: an item's own words are read where they
  // stand, before and after the list within it, and none twice.
  function* words(element, block) {
    for (const node of element.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) yield { block, text: node.data };
      if (node.nodeType !== Node.ELEMENT_NODE || node.matches(UNREAD) || !node.checkVisibility()) continue;
      const gap = node.matches("br") || !getComputedStyle(node).display.startsWith("inline") ? " " : "";
      yield { block, text: gap };
      yield* words(node, node.matches(READ) ? node : block);
      yield { block, text: gap };
    }
  }

  // Sentences of a block's words, brought together up to LONGEST.
  function sentences(words) {
    const texts = [];
    for (const sentence of words.replace(/\s+/g, " ").trim().match(/[^.!?…;]+[.!?…;]*\s*/g) ?? []) {
      const last = texts.at(-1);
      if (last !== undefined && last.length + sentence.length <= LONGEST) texts[texts.length - 1] = last + sentence;
      else texts.push(sentence);
    }
    return texts;
  }

  function readable() {
    const runs = [];
    for (const { block, text } of words(box.closest("article, main"), null)) {
      if (runs.at(-1)?.block === block) runs.at(-1).text += text;
      else runs.push({ block, text });
    }
    return runs.flatMap(({ block, text }) => (block ? sentences(text).map((each) => ({ block, text: each })) : []));
  }

  function mark(block) {
    for (const marked of document.querySelectorAll(".is-read-aloud")) {
      if (marked !== block) marked.classList.remove("is-read-aloud");
    }
    if (!block || block.classList.contains("is-read-aloud")) return;
    block.classList.add("is-read-aloud");
    block.scrollIntoView({ block: "nearest" });
  }

  // `state`: idle, reading or paused; its words stand in the template.
  function show(state, words = state) {
    box.dataset.state = state;
    play.querySelector("[data-label]").textContent = play.dataset[state];
    stop.hidden = state === "idle";
    says.textContent = says.dataset[words] ?? "";
  }

  function sayNext() {
    const mine = turn;
    if (next >= parts.length) return finish("done");
    const { block, text } = parts[next];
    const speech = new SpeechSynthesisUtterance(text);
    speech.voice = voice;
    speech.lang = voice.lang;
    speech.onend = () => {
      if (mine !== turn) return;
      next += 1;
      sayNext();
    };
    speech.onerror = () => {
      if (mine === turn) finish("failed");
    };
    mark(block);
    synth.speak(speech);
  }

  function hush() {
    turn += 1;
    synth.cancel();
  }

  function finish(words) {
    hush();
    mark(null);
    next = 0;
    if (stop === document.activeElement) play.focus();
    show("idle", words);
  }

  play.addEventListener("click", () => {
    if (box.dataset.state === "reading") {
      hush();
      show("paused");
      return;
    }
    if (box.dataset.state !== "paused") parts = readable();
    hush();
    show("reading");
    sayNext();
  });
  stop.addEventListener("click", () => finish("stopped"));
  window.addEventListener("pagehide", hush);
  synth.addEventListener?.("voiceschanged", findVoice);
  findVoice();
})();

"use strict";
// The report and its findings point at each other; the list can show some kinds alone; a judged finding fades in the text.
const paper = document.getElementById("paper");
const list = document.getElementById("findings");

function marksOf(number) {
  return paper ? paper.querySelectorAll(`.mark[data-of~="${number}"]`) : [];
}

function light(numbers, on) {
  for (const number of numbers) {
    for (const mark of marksOf(number)) mark.classList.toggle("lit", on);
    document.getElementById(`f${number}`)?.classList.toggle("lit", on);
  }
}

function numbersAt(target) {
  const mark = target.closest?.(".mark");
  if (mark) return mark.dataset.of.split(" ");
  const finding = target.closest?.(".finding");
  return finding ? [finding.dataset.number] : [];
}

for (const [enter, leave] of [["mouseover", "mouseout"], ["focusin", "focusout"]]) {
  document.addEventListener(enter, (event) => light(numbersAt(event.target), true));
  document.addEventListener(leave, (event) => light(numbersAt(event.target), false));
}

// The working as a hint on the coloured words.
if (paper && list) {
  for (const mark of paper.querySelectorAll(".mark")) {
    const said = mark.dataset.of.split(" ").map((number) => list.querySelector(`#f${number} .words`)?.textContent);
    mark.title = said.filter(Boolean).join("\n");
  }
}

const show = document.querySelector(".show");
let shown = "";

function filter() {
  if (!list) return;
  for (const finding of list.children) {
    finding.hidden = shown !== "" && finding.dataset.kind !== shown && finding.dataset.state !== shown;
  }
}

if (show && list) {
  show.hidden = false;
  show.addEventListener("click", (event) => {
    const chosen = event.target.closest("button");
    if (!chosen) return;
    shown = chosen.dataset.show;
    for (const button of show.children) button.setAttribute("aria-pressed", String(button === chosen));
    filter();
  });
  // A finding the text leads to is shown, whatever was chosen.
  window.addEventListener("hashchange", () => {
    const found = list.querySelector(`#${CSS.escape(location.hash.slice(1))}`);
    if (found?.hidden) {
      found.hidden = false;
      found.scrollIntoView({ block: "nearest" });
    }
  });
}

// After a judgement the card is a new one: the words in the text follow it, and the focus stays in the list.
let judged = "";
document.addEventListener("htmx:beforeRequest", (event) => {
  judged = event.target.closest?.(".finding")?.id ?? "";
});
document.addEventListener("htmx:afterSettle", () => {
  const card = judged && document.getElementById(judged);
  if (!card) return;
  judged = "";
  filter();
  let next = card;
  while (next?.hidden) next = next.nextElementSibling;
  (next ?? show)?.focus({ preventScroll: next === card });
});
document.addEventListener("htmx:afterSwap", () => {
  if (!list) return;
  for (const finding of list.children) {
    for (const mark of marksOf(finding.dataset.number)) {
      const others = mark.dataset.of.split(" ").map((number) => document.getElementById(`f${number}`));
      mark.classList.toggle("off", others.every((other) => other?.dataset.state === "dismissed"));
    }
  }
});

for (const drop of document.querySelectorAll(".drop")) {
  for (const name of ["dragenter", "dragover"]) drop.addEventListener(name, () => drop.classList.add("over"));
  for (const name of ["dragleave", "drop"]) drop.addEventListener(name, () => drop.classList.remove("over"));
  const file = drop.querySelector("input");
  // What is dropped beside the field is taken too.
  drop.addEventListener("dragover", (event) => event.preventDefault());
  drop.addEventListener("drop", (event) => {
    if (event.target === file || !event.dataTransfer?.files.length) return;
    event.preventDefault();
    file.files = event.dataTransfer.files;
  });
}

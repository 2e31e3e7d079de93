"use strict";
// Lists of ticks: a button before them ticks all or none.
for (const list of document.querySelectorAll("[data-ticks]")) {
  const boxes = [...list.querySelectorAll("input[type='checkbox']")];
  if (boxes.length < 3) continue;
  const english = document.documentElement.lang === "en";
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = english ? "All / none" : "全选 / 全不选";
  button.addEventListener("click", () => {
    const all = boxes.every((box) => box.checked);
    boxes.forEach((box) => { box.checked = !all; });
  });
  const legend = list.querySelector("legend");
  if (legend) legend.after(button); else list.before(button);
}

"use strict";
// Ticking rows of a list: all of the page at once, and how many are ticked.
const list = document.getElementById("list");
if (list) {
  const picks = [...list.querySelectorAll("input[name=pick]")];
  const all = list.querySelector("[data-pick-all]");
  const told = list.querySelector("[data-picked]");
  const tell = () => {
    const count = picks.filter((pick) => pick.checked).length;
    if (told) told.textContent = count ? `(${count})` : "";
    if (all) {
      all.checked = count > 0 && count === picks.length;
      all.indeterminate = count > 0 && count < picks.length;
    }
  };
  if (all) all.addEventListener("change", () => { for (const pick of picks) pick.checked = all.checked; tell(); });
  list.addEventListener("change", (event) => { if (event.target.name === "pick") tell(); });
  tell();
}

"use strict";
// Filling in: Enter goes on, a block copied in Excel spreads over the cells, what is not saved says so and is tried again.
(() => {
  const sheet = document.getElementById("sheet");
  if (!sheet) return;
  const unsaved = new Set();
  let signedOut = false;
  const controls = () => [...sheet.querySelectorAll("[data-cell] input[name^='v-'], [data-cell] select[name^='v-']")];
  const cellOf = (element) => element.closest("[data-cell]");

  const say = (control, kind, words) => {
    const notes = cellOf(control).querySelector(".notes");
    let line = notes.querySelector(".saving, .unsaved, .saved");
    if (!line) { line = document.createElement("p"); notes.prepend(line); }
    line.className = kind;
    line.textContent = words;
  };
  const failed = (control, words) => { unsaved.add(control.id); say(control, "unsaved", words); };
  const saves = (element) => element.matches && element.matches("[data-cell] [name^='v-']");
  const changed = (control) => control.dispatchEvent(new Event("change", { bubbles: true }));

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || !saves(event.target)) return;
    event.preventDefault();
    const all = controls();
    const next = all[all.indexOf(event.target) + (event.shiftKey ? -1 : 1)];
    if (next) { next.focus(); if (next.select) next.select(); }
  });

  document.addEventListener("paste", (event) => {
    const text = event.clipboardData ? event.clipboardData.getData("text/plain") : "";
    if (!saves(event.target) || !/[\t\n]/.test(text.replace(/\r?\n$/, ""))) return;
    const row = event.target.closest("[data-row]");
    if (!row) return;
    event.preventDefault();
    const inRow = (one) => [...one.querySelectorAll("[data-cell] [name^='v-']")];
    const rows = [...row.parentElement.querySelectorAll("[data-row]")];
    const left = inRow(row).indexOf(event.target);
    text.replace(/\r?\n$/, "").split(/\r?\n/).forEach((line, down) => {
      const target = rows[rows.indexOf(row) + down];
      if (!target) return;
      line.split("\t").forEach((value, right) => {
        const control = inRow(target)[left + right];
        if (!control) return;
        if (control.tagName === "SELECT") {
          const option = [...control.options].find((one) => one.value === value.trim() || one.text === value.trim());
          if (!option) return;
          control.value = option.value;
        } else control.value = value.trim();
        changed(control);
      });
    });
  });

  document.addEventListener("click", (event) => {
    const use = event.target.closest("[data-use]");
    if (!use) return;
    const control = cellOf(use).querySelector("[name^='v-']");
    control.value = use.dataset.use;
    changed(control);
  });

  document.addEventListener("htmx:beforeRequest", (event) => {
    if (saves(event.target)) say(event.target, "saving", "…");
  });
  // An answer that leads away (to signing in) must not take what was typed with it.
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    const { xhr, requestConfig } = event.detail;
    const source = requestConfig.elt;
    if (!sheet.contains(source)) return;
    if (xhr.getResponseHeader("HX-Redirect")) {
      event.preventDefault();
      signedOut = true;
      if (saves(source)) failed(source, sheet.dataset.signedOut);
    } else if (saves(source) && xhr.status === 200) unsaved.delete(source.id);
  });
  for (const name of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
    document.addEventListener(name, (event) => {
      if (!saves(event.target)) return;
      signedOut = signedOut || (event.detail.xhr && event.detail.xhr.status === 403);
      failed(event.target, signedOut ? sheet.dataset.signedOut : sheet.dataset.unsaved);
    });
  }
  document.addEventListener("htmx:afterSettle", () => {
    for (const notes of sheet.querySelectorAll(".notes")) {
      const cell = cellOf(notes);
      cell.classList.remove("w-fault", "w-doubt", "w-explained", "w-");
      cell.classList.add(`w-${notes.dataset.worst}`);
    }
  });
  // Somebody who signed in again in another window has a new token: take it from the page as it would be now.
  const renewed = async () => {
    const answer = await fetch(location.href, { credentials: "same-origin" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!page.getElementById("sheet")) return false;
    document.body.setAttribute("hx-headers", page.body.getAttribute("hx-headers"));
    const token = page.querySelector("#sheet [name='csrfmiddlewaretoken']").value;
    for (const one of document.querySelectorAll("[name='csrfmiddlewaretoken']")) one.value = token;
    return true;
  };
  const again = async () => {
    if (!unsaved.size) return;
    if (signedOut) {
      try { signedOut = !(await renewed()); } catch { return; }
      if (signedOut) return;
    }
    unsaved.forEach((id) => { const one = document.getElementById(id); if (one) changed(one); });
  };
  window.addEventListener("online", again);
  window.addEventListener("focus", again);
  window.setInterval(again, 15000);
  window.addEventListener("beforeunload", (event) => { if (unsaved.size) event.preventDefault(); });
  sheet.addEventListener("submit", () => unsaved.clear());
})();

"use strict";
// Printing, where the page offers it.
for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => window.print());

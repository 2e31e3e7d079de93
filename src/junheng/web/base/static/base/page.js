"use strict";
// What pages need beyond links and forms: closing the panel beside the figure, and telling of a broken connection.
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-close]")) document.getElementById("beside").replaceChildren();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") document.getElementById("beside").replaceChildren();
});
for (const name of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
  document.addEventListener(name, () => {
    const english = document.documentElement.lang === "en";
    const said = document.createElement("p");
    said.className = "message error";
    said.setAttribute("role", "alert");
    said.textContent = english ? "Not saved: the server did not answer as it should. Try again." : "没有保存：服务器未正常响应，请重试。";
    document.getElementById("content").prepend(said);
  });
}

// Comfort only: the working beside its figure, kinds shown and hidden, a finding and its figures lit together.
(function () {
  "use strict";
  var root = document.documentElement;
  function each(query, act) { Array.prototype.forEach.call(document.querySelectorAll(query), act); }

  function place(mark) {
    var at = mark.getClientRects()[0];
    if (!at) return;
    var high = at.bottom + 140 > window.innerHeight;
    var left = Math.max(16, Math.min(at.left, window.innerWidth - Math.min(460, window.innerWidth - 32)));
    root.style.setProperty("--tip-left", left + "px");
    root.style.setProperty("--tip-top", high ? "auto" : at.bottom + 8 + "px");
    root.style.setProperty("--tip-bottom", high ? window.innerHeight - at.top + 8 + "px" : "auto");
    root.style.setProperty("--tip-shift", "none");
  }
  function light(number, on) {
    each('[data-f~="' + number + '"]', function (one) { one.classList.toggle("now", on); });
  }
  each(".m, .finding", function (one) {
    var numbers = (one.getAttribute("data-f") || "").split(" ");
    ["mouseenter", "focusin"].forEach(function (name) {
      one.addEventListener(name, function () { if (one.classList.contains("m")) place(one); numbers.forEach(function (n) { light(n, true); }); });
    });
    ["mouseleave", "focusout"].forEach(function (name) {
      one.addEventListener(name, function () { numbers.forEach(function (n) { light(n, false); }); });
    });
  });

  each(".count[data-kind]", function (chip) {
    var button = document.createElement("button"), kind = chip.getAttribute("data-kind");
    button.type = "button";
    button.className = chip.className;
    button.setAttribute("aria-pressed", "true");
    while (chip.firstChild) button.appendChild(chip.firstChild);
    chip.parentNode.replaceChild(button, chip);
    button.addEventListener("click", function () {
      var on = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", String(on));
      each(".finding.k-" + kind, function (one) { one.hidden = !on; });
      each(".m.k-" + kind, function (one) { one.classList.toggle("off", !on); });
    });
  });
  window.addEventListener("beforeprint", function () { each("details", function (one) { one.open = true; }); });
})();

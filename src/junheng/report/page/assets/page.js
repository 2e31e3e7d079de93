// Comfort only: one working open at a time and beside its figure, sorting, filtering. Nothing is hidden without it.
(function () {
  "use strict";
  var words = document.documentElement.lang === "en"
    ? { filter: "Filter schools", open: "only short and unknown" }
    : { filter: "筛选学校", open: "只看未达标和无法判定" };
  var cells = Array.prototype.slice.call(document.querySelectorAll("details.cell"));

  function beside(cell) {
    var panel = cell.querySelector(".work");
    panel.style.cssText = "";
    if (window.innerWidth <= 640) return;
    var at = cell.getBoundingClientRect(), wide = panel.offsetWidth, high = panel.offsetHeight;
    var left = at.right + 12 + wide < window.innerWidth ? at.right + 12 : Math.max(8, at.left - wide - 12);
    var top = Math.min(Math.max(8, at.top - 40), Math.max(8, window.innerHeight - high - 8));
    panel.style.cssText = "left:" + left + "px;top:" + top + "px;right:auto;bottom:auto";
  }
  function close(except) {
    cells.forEach(function (cell) { if (cell.open && cell !== except) cell.open = false; });
  }
  cells.forEach(function (cell) {
    cell.addEventListener("toggle", function () { if (cell.open) { close(cell); beside(cell); } });
  });
  document.addEventListener("click", function (event) {
    if (!event.target.closest("details.cell")) close(null);
  });
  document.addEventListener("keydown", function (event) {
    var open = event.key === "Escape" && cells.find(function (cell) { return cell.open; });
    if (open) { open.open = false; open.querySelector("summary").focus(); }
  });
  window.addEventListener("scroll", function () {
    cells.forEach(function (cell) { if (cell.open) beside(cell); });
  }, { passive: true });

  function key(row, column) {
    var cell = row.children[column], value = cell.getAttribute("data-v");
    return value === null ? cell.textContent.trim() : parseFloat(value);
  }
  function compare(left, right) {
    return typeof left === "number" ? left - right : left.localeCompare(right, document.documentElement.lang);
  }
  document.querySelectorAll("table.heatmap").forEach(function (table) {
    var heads = Array.prototype.slice.call(table.tHead.rows[0].cells), body = table.tBodies[0];
    heads.forEach(function (head, column) {
      var button = document.createElement("button");
      button.type = "button";
      button.className = "sort";
      while (head.firstChild) button.appendChild(head.firstChild);
      head.appendChild(button);
      button.addEventListener("click", function () {
        var up = head.getAttribute("aria-sort") !== "ascending";
        heads.forEach(function (other) { other.removeAttribute("aria-sort"); });
        head.setAttribute("aria-sort", up ? "ascending" : "descending");
        Array.prototype.slice.call(body.rows)
          .sort(function (a, b) { return (up ? 1 : -1) * compare(key(a, column), key(b, column)); })
          .forEach(function (row) { body.appendChild(row); });
      });
    });
  });

  window.addEventListener("beforeprint", function () {
    close(null);
    document.querySelectorAll("details.fold").forEach(function (fold) { fold.open = true; });
  });

  var heat = document.getElementById("heat"), legend = heat && heat.querySelector(".legend");
  if (!legend) return;
  var tools = document.createElement("p"), text = document.createElement("input"), only = document.createElement("input");
  var label = document.createElement("label");
  tools.className = "tools";
  text.type = "search";
  text.placeholder = words.filter;
  text.setAttribute("aria-label", words.filter);
  only.type = "checkbox";
  label.appendChild(only);
  label.appendChild(document.createTextNode(" " + words.open));
  tools.appendChild(text);
  tools.appendChild(label);
  legend.parentNode.insertBefore(tools, legend);
  function filter() {
    var wanted = text.value.trim().toLowerCase();
    heat.querySelectorAll("table.heatmap tbody tr").forEach(function (row) {
      var name = row.cells[0].querySelector("summary").textContent.toLowerCase();
      row.hidden = name.indexOf(wanted) < 0 || (only.checked && row.classList.contains("is-met"));
    });
  }
  text.addEventListener("input", filter);
  only.addEventListener("change", filter);
})();

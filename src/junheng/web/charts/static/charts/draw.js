"use strict";
// Draws each chart when it comes near the window. `ast` has Vega's expressions interpreted: nothing is evaluated as code.
(() => {
  const options = { mode: "vega-lite", renderer: "svg", ast: true, actions: false, defaultStyle: false, tooltip: { disableDefaultStyle: true }, logLevel: 1 };

  async function specification(address) {
    const answer = await fetch(address, { headers: { Accept: "application/json" }, credentials: "same-origin" });
    if (!answer.ok) throw new Error(`${answer.status} ${address}`);
    return answer.json();
  }

  function onPage(address) {
    return address + (address.includes("?") ? "&" : "?") + "palette=page";
  }

  async function draw(figure) {
    const state = figure.querySelector(".chart-state");
    state.hidden = false;
    try {
      const place = figure.querySelector(".drawn");
      await window.vegaEmbed(place, await specification(onPage(figure.dataset.chart)), options);
      // The place is the image, named by the title; the marks inside would be read out one by one.
      place.setAttribute("role", "img");
      place.querySelector("svg").setAttribute("aria-hidden", "true");
      state.hidden = true;
      const png = figure.querySelector("[data-png]");
      png.hidden = false;
      png.addEventListener("click", () => save(figure, png, state));
      figure.dataset.drawn = "yes";
    } catch (error) {
      state.textContent = figure.dataset.failed;
      figure.dataset.drawn = "failed";
    }
  }

  // The picture to keep is drawn anew, light and with title and source, whatever the page looks like.
  async function save(figure, button, state) {
    button.disabled = true;
    const place = document.createElement("div");
    try {
      const made = await window.vegaEmbed(place, await specification(figure.dataset.chart), { ...options, renderer: "canvas" });
      const link = document.createElement("a");
      link.href = await made.view.toImageURL("png", 2);
      link.download = `${figure.dataset.name}.png`;
      link.click();
      made.finalize();
    } catch (error) {
      state.textContent = figure.dataset.failed;
      state.hidden = false;
    }
    button.disabled = false;
  }

  function start() {
    const seen = new IntersectionObserver((entries) => {
      for (const entry of entries) {
        if (!entry.isIntersecting) continue;
        seen.unobserve(entry.target);
        draw(entry.target);
      }
    }, { rootMargin: "400px" });
    const figures = document.querySelectorAll("figure[data-chart]");
    figures.forEach((figure) => seen.observe(figure));
    // What was not scrolled to is drawn before the page is printed.
    window.addEventListener("beforeprint", () => figures.forEach((figure) => { if (!figure.dataset.drawn) { seen.unobserve(figure); draw(figure); } }));
  }

  start();
})();

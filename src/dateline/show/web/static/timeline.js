// The slider "as known on" fetches the drawing anew; dragging over the drawing narrows it to those days. Forms and links do the same without.
"use strict";
(() => {
  const form = document.getElementById("asof");
  const figure = document.getElementById("figure");
  const slider = document.getElementById("slider");
  const field = document.getElementById("as_of");
  const DAY = 86400000;
  const iso = (days) => new Date(days * DAY).toISOString().slice(0, 10);
  let asked = 0;

  async function show(day) {
    const url = new URL(location.href);
    url.searchParams.set("as_of", day);
    const mine = ++asked;
    figure.classList.add("busy");
    const part = new URL(url);
    part.searchParams.set("part", "figure");
    try {
      const answer = await fetch(part, { headers: { Accept: "text/html" } });
      if (!answer.ok) throw new Error(String(answer.status));
      const html = await answer.text();
      if (mine !== asked) return;
      figure.innerHTML = html;
      history.replaceState(null, "", url);
    } catch {
      if (mine === asked) location.assign(url);
      return;
    }
    figure.classList.remove("busy");
  }

  if (form && slider && field) {
    slider.hidden = false;
    let wait = 0;
    const later = (day) => { clearTimeout(wait); wait = setTimeout(show, 90, day); };
    slider.addEventListener("input", () => {
      field.value = iso(Number(slider.value));
      slider.setAttribute("aria-valuetext", field.value);
      later(field.value);
    });
    field.addEventListener("change", () => {
      if (!field.value) return;
      slider.value = String(Math.round(Date.parse(field.value) / DAY));
      later(field.value);
    });
    form.addEventListener("submit", (event) => { event.preventDefault(); if (field.value) show(field.value); });
  }

  // Brush: press on empty ground, drag, let go.
  let from = null, svg = null, box = null;
  const at = (event) => (event.clientX - svg.getBoundingClientRect().left) * svg.viewBox.baseVal.width / svg.getBoundingClientRect().width;
  figure.addEventListener("pointerdown", (event) => {
    svg = event.target.closest("svg.strip");
    if (!svg || event.button !== 0 || event.pointerType === "touch" || event.target.closest("a")) { svg = null; return; }
    from = at(event);
    if (from < Number(svg.dataset.left) || from > Number(svg.dataset.right)) { svg = null; return; }
    svg.setPointerCapture(event.pointerId);
    box = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    box.setAttribute("class", "brush");
    box.setAttribute("y", "22");
    box.setAttribute("height", String(svg.viewBox.baseVal.height - 22));
    svg.append(box);
    event.preventDefault();
  });
  figure.addEventListener("pointermove", (event) => {
    if (!box) return;
    const x = Math.min(Number(svg.dataset.right), Math.max(Number(svg.dataset.left), at(event)));
    box.setAttribute("x", String(Math.min(from, x)));
    box.setAttribute("width", String(Math.abs(x - from)));
  });
  figure.addEventListener("pointerup", (event) => {
    if (!box) return;
    const left = Number(svg.dataset.left), right = Number(svg.dataset.right);
    const x = Math.min(right, Math.max(left, at(event)));
    const first = Date.parse(svg.dataset.first) / DAY, last = Date.parse(svg.dataset.last) / DAY;
    const day = (px) => first + Math.floor((px - left) / (right - left) * (last - first + 1));
    box.remove();
    box = null;
    if (Math.abs(x - from) < 6) return;
    const url = new URL(location.href);
    url.searchParams.set("from", iso(day(Math.min(from, x))));
    url.searchParams.set("to", iso(Math.min(last, day(Math.max(from, x)))));
    location.assign(url);
  });
})();

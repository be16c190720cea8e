// Drag moves the map, a double click zooms in, "Select an area" narrows the filter to a rectangle. The server draws; links do the same.
"use strict";
(() => {
  const figure = document.getElementById("figure");
  const button = document.getElementById("brush");
  if (!figure) return;
  let asked = 0, brushing = false, svg = null, from = null, box = null, dragged = false;

  const size = () => { const view = svg.viewBox.baseVal, rect = svg.getBoundingClientRect(); return { view, rect, k: view.width / rect.width }; };
  const at = (event) => { const { rect, k } = size(); return [(event.clientX - rect.left) * k, (event.clientY - rect.top) * k]; };
  const address = (changes) => {
    const url = new URL(location.href);
    for (const key of ["at", "zoom", "part", "move", "brush"]) if (key in changes || key === "part") url.searchParams.delete(key);
    for (const [key, value] of Object.entries(changes)) url.searchParams.set(key, value);
    return url;
  };
  const shown = () => [...figure.querySelectorAll("svg.atlas")].find((el) => el.getClientRects().length);

  async function load(url) {
    const mine = ++asked;
    url.searchParams.set("part", "figure");
    try {
      const answer = await fetch(url, { headers: { Accept: "text/html" } });
      if (!answer.ok) throw new Error(String(answer.status));
      const html = await answer.text();
      if (mine !== asked) return;
      const focused = document.activeElement?.dataset?.move;
      figure.innerHTML = html;
      if (focused) figure.querySelector(`[data-move="${focused}"]`)?.focus();
      history.replaceState(null, "", figure.querySelector("[data-here]").dataset.here);
    } catch {
      url.searchParams.delete("part");
      if (mine === asked) location.assign(url);
    }
  }

  // Where the frame stands, so that pixels mean the same to the server. The narrow drawing has a frame of its own.
  const frame = () => ({ at: svg.dataset.at, zoom: svg.dataset.zoom });
  const wide = ([x, y]) => { const { view } = size(); const k = 1160 / view.width; return [(x - view.width / 2) * k + 580, (y - view.height / 2) * k + 280]; };
  const move = (point, factor) => load(address({ ...frame(), move: [...wide(point).map((n) => n.toFixed(1)), factor].join(",") }));

  figure.addEventListener("click", (event) => {
    if (dragged) { event.preventDefault(); dragged = false; return; }
    const link = event.target.closest("[data-move]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    load(new URL(link.href));
  });
  figure.addEventListener("dblclick", (event) => {
    svg = event.target.closest("svg.atlas");
    if (!svg || event.target.closest(".p")) return;
    event.preventDefault();
    move(at(event), 2);
  });
  figure.addEventListener("dragstart", (event) => event.preventDefault());
  figure.addEventListener("pointerdown", (event) => {
    svg = event.target.closest("svg.atlas");
    if (!svg || event.button !== 0 || (event.pointerType === "touch" && !brushing)) { svg = null; return; }
    from = at(event);
    dragged = false;
    if (brushing || event.shiftKey) {
      box = document.createElementNS("http://www.w3.org/2000/svg", "rect");
      box.setAttribute("class", "brush");
      svg.append(box);
      event.preventDefault();
    }
  });
  addEventListener("pointermove", (event) => {
    if (!from || !svg) return;
    const [x, y] = at(event);
    if (!dragged && Math.hypot(x - from[0], y - from[1]) < 5) return;
    dragged = true;
    if (box) {
      for (const [key, value] of Object.entries({ x: Math.min(x, from[0]), y: Math.min(y, from[1]), width: Math.abs(x - from[0]), height: Math.abs(y - from[1]) })) box.setAttribute(key, String(value));
      return;
    }
    svg.classList.add("dragged");
    for (const child of svg.children) child.setAttribute("transform", `translate(${x - from[0]} ${y - from[1]})`);
  });
  addEventListener("pointerup", (event) => {
    if (!from || !svg) return;
    const start = from, [x, y] = at(event);
    from = null;
    if (box) {
      box.remove();
      box = null;
      if (Math.abs(x - start[0]) > 6 && Math.abs(y - start[1]) > 6) {
        const [a, b] = [wide([Math.min(x, start[0]), Math.min(y, start[1])]), wide([Math.max(x, start[0]), Math.max(y, start[1])])];
        location.assign(address({ ...frame(), brush: [...a, ...b].map((n) => n.toFixed(1)).join(",") }));
      }
      return;
    }
    if (!dragged) return;
    const { view } = size();
    move([view.width / 2 - (x - start[0]), view.height / 2 - (y - start[1])], 1);
    setTimeout(() => { dragged = false; }, 0);
  });
  if (button) {
    button.hidden = false;
    button.addEventListener("click", () => {
      brushing = !brushing;
      button.setAttribute("aria-pressed", String(brushing));
      button.textContent = brushing ? "Drag over the map" : "Select an area";
      figure.classList.toggle("brushing", brushing);
      svg = shown();
    });
  }
})();

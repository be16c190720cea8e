// The article: words and findings light one another, j and k step through the findings, #char=start,end lights exact characters.
// Offsets are code points, as everywhere in Dateline; JavaScript counts UTF-16 units, so they are converted.
"use strict";
(() => {
  document.documentElement.classList.add("js");
  const copy = document.getElementById("copy");
  const holder = document.getElementById("panel");
  const side = document.getElementById("side");
  const all = (query, root = document) => [...root.querySelectorAll(query)];
  const wide = matchMedia("(min-width: 62rem)");
  const byKey = (key) => all(".m[data-k]", copy).filter((el) => el.dataset.k.split(" ").includes(key));
  let current = "";

  function unlight() {
    all(".m.lit", copy).forEach((el) => el.classList.remove("lit"));
    if (window.CSS && CSS.highlights) CSS.highlights.delete("char");
  }
  const center = (el) => el.getBoundingClientRect() && el.scrollIntoView({ block: "center" });

  function light(key, scroll) {
    unlight();
    current = key;
    const marks = byKey(key);
    marks.forEach((el) => el.classList.add("lit"));
    all(".finds .here").forEach((el) => el.classList.remove("here"));
    const row = document.getElementById("row-" + key);
    if (row) {
      row.classList.add("here");
      const folded = row.closest("details");
      if (folded) folded.open = true;
      if (wide.matches) side.scrollTo({ top: row.offsetTop - side.offsetTop - side.clientHeight / 2 });
    }
    if (scroll && marks[0]) center(marks[0]);
  }

  const units = (words, points) => [...words].slice(0, points).join("").length;

  function point(offset, end) {
    const run = all("[data-s]", copy).find((el) => Number(el.dataset.s) <= offset - (end ? 1 : 0) && offset - (end ? 1 : 0) < Number(el.dataset.e));
    return run && run.firstChild ? [run, run.firstChild, units(run.textContent, offset - Number(run.dataset.s))] : null;
  }

  function lightChars(start, end) {
    const there = document.getElementById(`char=${start},${end}`);
    if (there) { center(there.nextElementSibling || there); return; }  // lit by the server
    unlight();
    const [from, to] = [point(start, false), point(end, true)];
    if (!from || !to) return;
    if (window.CSS && CSS.highlights && window.Highlight) {
      const range = new Range();
      range.setStart(from[1], from[2]);
      range.setEnd(to[1], to[2]);
      CSS.highlights.set("char", new Highlight(range));
    } else {
      all("[data-s]", copy).filter((el) => Number(el.dataset.s) < end && start < Number(el.dataset.e)).forEach((el) => el.classList.add("m", "lit"));
    }
    center(from[0]);
  }

  function follow() {
    let hash = "";
    try { hash = decodeURIComponent(location.hash.slice(1)); } catch { return; }
    const chars = /^char=(\d+),(\d+)$/.exec(hash);
    if (chars) lightChars(Number(chars[1]), Number(chars[2]));
    else if (/^[a-z]\d+$/.test(hash)) light(hash, true);
  }

  async function explain(path, place) {
    const url = new URL(location.href.split("#")[0]);
    url.searchParams.set("explain", path);
    const shown = new URL(url);
    url.searchParams.set("only", "panel");
    const answer = await fetch(url, { credentials: "same-origin" }).catch(() => null);
    if (!answer || !answer.ok) { location.href = shown; return; }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const section = page.querySelector(".panel");
    if (!section) return;
    holder.replaceChildren(document.adoptNode(section));
    history.replaceState(null, "", shown);
    if (wide.matches) side.scrollTo({ top: 0 });
    if (place) { section.tabIndex = -1; section.focus({ preventScroll: true }); }
  }

  function close() {
    if (!holder.firstElementChild) return;
    holder.replaceChildren();
    const url = new URL(location.href);
    url.searchParams.delete("explain");
    history.replaceState(null, "", url);
  }

  document.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    const why = event.target.closest("[data-explain]");
    if (why) { event.preventDefault(); explain(why.dataset.explain, true); return; }
    if (event.target.closest(".panel .close")) { event.preventDefault(); close(); return; }
    const mark = event.target.closest("#copy .m[data-k]");
    if (mark && !String(getSelection())) {
      const key = mark.dataset.k.split(" ").filter((name) => /^[a-z]\d+$/.test(name)).pop();
      if (key) { light(key, false); explain(key, false); }
    }
  });
  document.addEventListener("step", (event) => { const key = event.detail.dataset.key; if (key) light(key, true); });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || /^(TEXTAREA|SELECT)$/.test(event.target.tagName) || event.target.type === "search") return;
    if (event.key === "Escape") { close(); unlight(); }
    if (event.key === "x" && current) explain(current, true);
    const box = /^[1-7]$/.test(event.key) ? all(".legend input")[Number(event.key) - 1] : null;
    if (box) box.click();
  });
  addEventListener("hashchange", follow);
  follow();
})();

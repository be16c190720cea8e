"use strict";
(() => {
  const card = document.getElementById("card");
  const words = document.getElementById("card-words");
  const link = document.getElementById("card-row");
  const all = (query) => [...document.querySelectorAll(query)];
  const unlight = () => all(".lit").forEach((el) => el.classList.remove("lit"));
  const byKey = (key) => all(".m[data-k]").filter((el) => el.dataset.k.split(" ").includes(key));

  function light(key) {
    unlight();
    const row = document.getElementById("row-" + key);
    if (row) row.classList.add("lit");
    byKey(key).forEach((el) => el.classList.add("lit"));
  }

  let from = "";
  addEventListener("click", (event) => {
    const row = event.target.closest("tr[id]");
    from = row ? row.id.slice(4) : "";
  }, true);

  function follow() {
    const hash = decodeURIComponent(location.hash.slice(1));
    const chars = /^(?:(r\d+)-)?char=(\d+),(\d+)$/.exec(hash);
    if (chars) {
      unlight();
      const within = document.getElementById((chars[1] || "r1") + "-copy");
      const [from, to] = [Number(chars[2]), Number(chars[3])];
      const hit = within ? [...within.querySelectorAll("[data-s]")].filter((el) => Number(el.dataset.s) < to && from < Number(el.dataset.e)) : [];
      hit.forEach((el) => el.classList.add("lit"));
      if (hit[0]) hit[0].scrollIntoView({ block: "center" });
    } else if (/^r\d+-/.test(hash)) {
      light(hash);
      const first = byKey(hash)[0];
      const row = document.getElementById("row-" + hash);
      if (first) first.scrollIntoView({ block: "center" });
      if (row && from === hash) row.scrollIntoView({ block: "nearest" });
    }
  }

  document.addEventListener("click", (event) => {
    const mark = event.target.closest(".m[data-k]");
    if (!mark) return;
    const key = mark.dataset.k.split(" ").pop();
    light(key);
    words.textContent = mark.title;
    const row = document.getElementById("row-" + key);
    link.hidden = !row;
    if (row) link.href = "#row-" + key;
    card.hidden = false;
  });
  document.getElementById("card-close").addEventListener("click", () => { card.hidden = true; });

  let at = -1;
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
    if (event.key === "Escape") { card.hidden = true; unlight(); }
    if (event.key !== "j" && event.key !== "k") return;
    const rows = all("tr[data-row]");
    if (!rows.length) return;
    at = Math.min(rows.length - 1, Math.max(0, at + (event.key === "j" ? 1 : -1)));
    location.hash = rows[at].dataset.row;
  });
  addEventListener("hashchange", follow);
  follow();
})();

// Keys of every view. Nothing here is needed: each key does what a link or a form of the page does too.
"use strict";
(() => {
  const dialog = document.getElementById("keys");
  const search = document.getElementById("q");
  const typing = (el) => el instanceof Element && (el.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(el.tagName)) && !/^(checkbox|radio|button|submit|range)$/.test(el.type);
  const items = () => [...document.querySelectorAll("[data-step]")].filter((el) => el.getClientRects().length);
  let at = -1;

  function step(by) {
    const all = items();
    if (!all.length) return;
    const focused = all.findIndex((el) => el.contains(document.activeElement));
    if (focused >= 0) at = focused;
    at = Math.min(all.length - 1, Math.max(0, at + by));
    document.querySelectorAll(".here").forEach((el) => el.classList.remove("here"));
    const el = all[at];
    el.classList.add("here");
    const target = el.matches("a, button") ? el : el.querySelector("a, button");
    if (target) target.focus({ preventScroll: true });
    el.scrollIntoView({ block: "center", behavior: "auto" });
    document.dispatchEvent(new CustomEvent("step", { detail: el }));
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.key === "Escape" && document.activeElement === search) search.blur();
    if (typing(event.target) || (dialog && dialog.open)) return;
    if (event.key === "/" && search) { event.preventDefault(); search.focus(); search.select(); }
    else if (event.key === "?" && dialog) { event.preventDefault(); dialog.showModal(); }
    else if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
  });
})();

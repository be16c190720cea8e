// Keys a r f s u press what stands on the page; the name is carried from the first field into the other forms.
"use strict";
(() => {
  const name = document.querySelector("#judge [name=reviewer]");
  const typing = (el) => el instanceof Element && (el.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(el.tagName)) && !/^(checkbox|radio|button|submit)$/.test(el.type);
  const share = () => document.querySelectorAll(".same-name").forEach((el) => { if (name && name.value) el.value = name.value; });
  if (name) name.addEventListener("input", share);

  document.querySelectorAll(".values form").forEach((form) => form.addEventListener("submit", share));

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || typing(event.target) || document.querySelector("dialog[open]")) return;
    if (event.key === "f") {
      const here = document.querySelector(".values .here details") || document.querySelector(".values details");
      if (!here) return;
      event.preventDefault();
      here.open = true;
      here.querySelector("select, input:not([type=hidden])")?.focus();
      here.scrollIntoView({ block: "center" });
      return;
    }
    const target = /^[arsu]$/.test(event.key) ? document.querySelector(`[data-key="${event.key}"]`) : null;
    if (!target) return;
    event.preventDefault();
    if (name && !name.value && event.key !== "s") { name.focus(); return; }
    target.click();
  });
})();

// A banner about cookies over the page, until one of its buttons was pressed in this tab.
(() => {
  "use strict";
  const { look, text, accept, refuse, after } = document.currentScript.dataset;
  if (sessionStorage.getItem("cookies")) return;
  const banner = document.createElement("div");
  banner.id = "cookie-banner";
  banner.setAttribute("role", "dialog");
  banner.setAttribute("aria-label", "Cookies");
  const shade = document.createElement("div");
  banner.style.cssText = look === "bar" ? "position:fixed;left:0;right:0;bottom:0;padding:48px 24px;background:#fff;z-index:50;border-top:2px solid #888" : "position:fixed;left:15%;right:15%;top:25%;padding:32px;background:#fff;z-index:51";
  shade.style.cssText = "position:fixed;inset:0;background:#000a;z-index:50";
  const words = document.createElement("p");
  words.textContent = text;
  banner.append(words);
  for (const caption of [accept, refuse]) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = caption;
    button.addEventListener("click", () => {
      sessionStorage.setItem("cookies", caption);
      banner.remove();
      shade.remove();
    });
    banner.append(button);
  }
  setTimeout(() => document.body.append(...(look === "bar" ? [banner] : [shade, banner])), Number(after));
})();

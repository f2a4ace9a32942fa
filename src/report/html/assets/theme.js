// Before anything is drawn: the colours that the reader chose the last time. Without a choice the system's count.
"use strict";
(() => {
  let chosen = null;
  try {
    chosen = localStorage.getItem("suyuan-theme");
  } catch {
    // A page from disk may have no storage; then nothing is remembered.
  }
  if (chosen === "light" || chosen === "dark") {
    document.documentElement.dataset.theme = chosen;
  }
})();

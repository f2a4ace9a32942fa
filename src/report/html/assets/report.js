// What pages can do beyond links: choose colours, filter the findings of a page, open everything for printing. Without it every
// page is complete.
"use strict";

(() => {
  const root = document.documentElement;

  const button = document.getElementById("theme");
  if (button) {
    const order = ["system", "light", "dark"];
    const chosen = () => root.dataset.theme ?? "system";
    const show = () => {
      button.textContent = `${button.dataset.label}: ${button.dataset[chosen()]}`;
    };
    button.addEventListener("click", () => {
      const next = order[(order.indexOf(chosen()) + 1) % order.length];
      if (next === "system") {
        delete root.dataset.theme;
      } else {
        root.dataset.theme = next;
      }
      try {
        localStorage.setItem("suyuan-theme", next);
      } catch {
        // Without storage the choice holds for this page.
      }
      show();
    });
    show();
    button.hidden = false;
  }

  const form = document.querySelector("form[data-filter='page']");
  if (form) {
    const findings = [...document.querySelectorAll("article.finding")];
    const count = document.getElementById("filter-count");
    // Only what stands on this page can be chosen, with the number of it.
    for (const select of form.querySelectorAll("select")) {
      for (const option of [...select.options]) {
        if (option.value !== "") {
          const here = findings.filter((finding) => finding.dataset[select.name] === option.value).length;
          option.textContent = option.textContent.replace(/\(\d+\)$/u, `(${here})`);
          if (here === 0) {
            option.remove();
          }
        }
      }
      select.value = "";
    }
    const filter = () => {
      const wanted = new FormData(form);
      let shown = 0;
      for (const finding of findings) {
        const fits = [...wanted].every(([name, value]) => value === "" || finding.dataset[name] === value);
        finding.hidden = !fits;
        shown += fits ? 1 : 0;
      }
      count.textContent = `${shown} ${count.dataset.of} ${findings.length} ${count.dataset.what}`;
    };
    form.addEventListener("change", filter);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.hidden = findings.length < 2;
    filter();
  }

  let opened = [];
  window.addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open])")];
    opened.forEach((details) => { details.open = true; });
  });
  window.addEventListener("afterprint", () => {
    opened.forEach((details) => { details.open = false; });
  });
})();

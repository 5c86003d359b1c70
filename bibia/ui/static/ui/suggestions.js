// Suggestions while typing, as a combobox (WAI-ARIA 1.2). Without it, the form and /cas-usage/suggestions/ do the same.
"use strict";
(() => {
  const WAIT = 150;
  const LEAST = 2;
  let made = 0;

  const attach = (input) => {
    const form = input.form;
    const address = new URL("/cas-usage/suggestions.json", location.href);
    const list = form.appendChild(document.createElement("ul"));
    const status = form.appendChild(document.createElement("p"));
    list.id = `suggestions-${++made}`;
    list.className = "suggestions";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Suggestions");
    status.className = "hidden";
    status.setAttribute("role", "status");
    input.autocomplete = "off";
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", list.id]])
      input.setAttribute(name, value);

    let timer = 0;
    let request = null;
    let current = -1;
    const options = () => list.querySelectorAll("[role=option]");

    const mark = (index) => {
      current = index;
      options().forEach((option, rank) => option.setAttribute("aria-selected", String(rank === index)));
      if (index < 0) return input.removeAttribute("aria-activedescendant");
      const option = options()[index];
      input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    };
    const show = (open) => {
      list.hidden = !open;
      input.setAttribute("aria-expanded", String(open));
      mark(-1);
    };
    const close = () => {
      clearTimeout(timer);
      request?.abort();
      list.replaceChildren();
      status.textContent = "";
      show(false);
    };

    const draw = (families) => {
      list.replaceChildren();
      for (const family of families) {
        const group = list.appendChild(document.createElement("li"));
        group.setAttribute("role", "presentation");
        const inner = group.appendChild(document.createElement("ul"));
        inner.setAttribute("role", "group");
        inner.setAttribute("aria-label", family.label);
        for (const one of family.items) {
          const option = inner.appendChild(document.createElement("li"));
          option.id = `${list.id}-${options().length}`;
          option.setAttribute("role", "option");
          option.dataset.url = one.url;
          option.dataset.family = family.label;
          option.textContent = one.of ? `${one.text}, ${one.of}` : one.text;
        }
      }
      const count = options().length;
      status.textContent = count ? `${count} suggestion${count > 1 ? "s" : ""}` : "Aucune suggestion";
      show(count > 0);
    };

    const ask = async () => {
      request?.abort();
      const mine = (request = new AbortController());
      address.searchParams.set("q", input.value);
      try {
        const answer = await fetch(address, { signal: mine.signal, credentials: "omit" });
        if (!answer.ok) return close();
        const content = await answer.json();
        if (mine === request && document.activeElement === input) draw(content.familles);
      } catch {
        if (mine === request) close();
      }
    };

    input.addEventListener("input", () => {
      clearTimeout(timer);
      if (input.value.trim().length < LEAST) return close();
      timer = setTimeout(ask, WAIT);
    });
    input.addEventListener("keydown", (event) => {
      const count = options().length;
      if (event.isComposing) return;
      if (event.key === "Escape" && !list.hidden) {
        event.preventDefault();
        close();
      } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && count) {
        event.preventDefault();
        const from = list.hidden ? -1 : current;
        if (list.hidden) show(true);
        const next = event.key === "ArrowDown" ? from + 1 : (from < 0 ? count : from) - 1;
        mark(next >= count || next < 0 ? -1 : next);
      } else if (event.key === "Enter" && current >= 0) {
        event.preventDefault();
        location.assign(options()[current].dataset.url);
      }
    });
    input.addEventListener("blur", close);
    // Before the field loses the focus, or there would be nothing left to click.
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) location.assign(option.dataset.url);
    });
    show(false);
  };

  document.querySelectorAll('form[role="search"] input[name="q"]').forEach(attach);
})();

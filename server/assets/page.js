// Adds to pages that work without it: completion, keys, copying. No page needs it for an answer.
"use strict";

(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const one = (selector, root = document) => root.querySelector(selector);

  // Says what happened, to eyes and to screen readers.
  let silence;
  function tell(words) {
    const box = one("#told");
    if (!box) return;
    box.textContent = words;
    box.classList.add("shown");
    clearTimeout(silence);
    silence = setTimeout(() => box.classList.remove("shown"), 1800);
  }

  // Copying
  async function copy(text, what) {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // Plain HTTP on another machine has no clipboard of its own.
      const field = document.createElement("textarea");
      field.value = text;
      field.setAttribute("aria-hidden", "true");
      document.body.append(field);
      field.select();
      const done = document.execCommand("copy");
      field.remove();
      if (!done) return tell("The browser does not let pages copy");
    }
    tell(`Copied ${what}`);
  }

  function stepsOf(list) {
    const lines = [...list.children].filter((item) => item.tagName === "LI");
    let number = 0;
    return lines
      .map((item) => {
        number = item.hasAttribute("value") ? item.value : number + 1;
        return `${number}. ${item.innerText.trim()}`;
      })
      .join("\n");
  }

  // The steps of a remedy stand alone: of several, those of one are copied, the one the button
  // belongs to or the first in sight. An article's are copied together, under their headings.
  function copySteps(button) {
    const own = button?.closest(".remedy");
    const seen = all("[data-steps]", own ?? document).filter((list) => list.offsetParent !== null);
    if (!seen.length) return tell("There are no steps in sight");
    if (seen[0].closest(".remedy")) return copy(stepsOf(seen[0]), "the steps");
    const doing = seen.filter((list) => list.closest(".does"));
    const chosen = doing.length ? doing : seen;
    if (chosen.length === 1) return copy(stepsOf(chosen[0]), "the steps");
    const named = (list) => [one("h2", list.closest(".section"))?.innerText, stepsOf(list)];
    copy(chosen.map((list) => named(list).filter(Boolean).join("\n")).join("\n\n"), "the steps");
  }

  if (one("[data-steps]")) {
    for (const button of all("[data-copy-steps]")) {
      button.hidden = false;
      button.addEventListener("click", () => copySteps(button));
    }
  }
  for (const button of all("[data-copy-near]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const field = one("[data-copy-field]", button.closest("section, details"));
      if (field) copy(field.value, "the text");
    });
  }
  for (const code of all("pre[data-copy]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "quiet copy";
    button.textContent = "Copy";
    button.addEventListener("click", () => copy(code.textContent, "the lines"));
    code.after(button);
  }

  // Completion: a list of words and titles under the field.
  let lists = 0;
  function complete(holder) {
    const input = one("input", holder);
    const list = document.createElement("ul");
    list.className = "completions";
    list.id = `completions-${lists++}`;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Completions");
    list.hidden = true;
    holder.append(list);
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", list.id);
    input.setAttribute("aria-expanded", "false");
    let chosen = -1;
    let waiting;
    let asked = 0;

    function close() {
      asked++;
      clearTimeout(waiting);
      list.hidden = true;
      chosen = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    }
    function choose(place) {
      const entries = [...list.children];
      chosen = place < -1 ? entries.length - 1 : place >= entries.length ? -1 : place;
      entries.forEach((entry, at) => entry.setAttribute("aria-selected", String(at === chosen)));
      if (chosen < 0) return input.removeAttribute("aria-activedescendant");
      input.setAttribute("aria-activedescendant", entries[chosen].id);
      entries[chosen].scrollIntoView({ block: "nearest" });
    }
    function take(entry) {
      if (entry.dataset.id) {
        location.assign(`/article/${encodeURIComponent(entry.dataset.id)}`);
        return;
      }
      input.value = entry.dataset.text;
      close();
      input.form.requestSubmit();
    }
    function entry(text, id) {
      const line = document.createElement("li");
      line.id = `${list.id}-${list.children.length}`;
      line.setAttribute("role", "option");
      line.setAttribute("aria-selected", "false");
      const words = document.createElement("span");
      words.textContent = text;
      line.append(words);
      if (id) {
        line.dataset.id = id;
        const name = document.createElement("span");
        name.className = "id";
        name.textContent = id;
        line.append(name);
      } else {
        line.dataset.text = text;
      }
      line.addEventListener("mousedown", (event) => {
        event.preventDefault();
        take(line);
      });
      list.append(line);
    }
    async function ask() {
      const words = input.value.trim();
      const turn = ++asked;
      if (words.length < 2) return close();
      let answer;
      try {
        const response = await fetch(`/v1/complete?k=6&q=${encodeURIComponent(input.value)}`);
        if (!response.ok) return close();
        answer = await response.json();
      } catch {
        return close();
      }
      // An answer that comes after a later one was asked for is about other words.
      if (turn !== asked || document.activeElement !== input) return;
      list.replaceChildren();
      answer.texts.slice(0, 5).forEach((text) => entry(text));
      answer.articles.slice(0, 5).forEach((article) => entry(article.title, article.id));
      chosen = -1;
      list.hidden = !list.children.length;
      input.setAttribute("aria-expanded", String(!list.hidden));
    }

    input.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(ask, 90);
    });
    input.addEventListener("blur", close);
    input.form.addEventListener("submit", close);
    input.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      const isOpen = !list.hidden;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        const step = event.key === "ArrowDown" ? 1 : -1;
        if (isOpen) {
          event.preventDefault();
          choose(chosen + step);
        } else if (step > 0 && all("[data-hit]").length) {
          event.preventDefault();
          move(1);
        }
      } else if (event.key === "Enter" && isOpen && chosen >= 0) {
        event.preventDefault();
        take(list.children[chosen]);
      } else if (event.key === "Escape") {
        event.preventDefault();
        if (isOpen) close();
        else input.blur();
      }
    });
  }
  all("[data-complete]").forEach(complete);

  // Keys
  function move(step) {
    const hits = all("[data-hit]").filter((hit) => hit.offsetParent !== null);
    if (!hits.length) return false;
    const at = hits.indexOf(document.activeElement);
    const next = at < 0 ? (step > 0 ? 0 : hits.length - 1) : at + step;
    if (next < 0) {
      one("[data-search]")?.focus();
      return true;
    }
    if (next < hits.length) {
      hits[next].focus();
      hits[next].scrollIntoView({ block: "nearest" });
    }
    return true;
  }

  function isTyping(target) {
    return target instanceof Element && target.closest("input, textarea, select, [contenteditable]");
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.matches?.("[data-submit]")) {
      event.preventDefault();
      event.target.form.requestSubmit();
      return;
    }
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const keys = one("#keys");
    if (keys?.open) return;
    // A table or code that scrolls keeps its arrows.
    const scrolls = event.target instanceof Element && event.target.closest(".wide, pre");
    const done = {
      "/": () => {
        const field = one("[data-search]");
        field?.focus();
        field?.select();
        return Boolean(field);
      },
      ArrowDown: () => !scrolls && move(1),
      ArrowUp: () => !scrolls && move(-1),
      c: () => (copySteps(), true),
      t: () => (location.assign("/triage"), true),
      "?": () => (keys?.showModal(), true),
    }[event.key]?.();
    if (done) event.preventDefault();
  });

  // Where there is room nothing is folded away; on a phone results come before facets.
  const isRoomy = matchMedia("(min-width: 861px)").matches;
  for (const folded of all(".reported, .facets > details")) {
    if (isRoomy) folded.open = true;
    else if (folded.matches(".facets > details")) folded.open = false;
  }

  // A page that waits for something asks again.
  const waits = one("[data-reload]");
  if (waits) setTimeout(() => location.reload(), Number(waits.dataset.reload) || 2000);
})();

// The desk works without this file. It adds: choose all, a count of what is chosen,
// Ctrl+Enter to send, one key for one label, and one send for two taps.
(() => {
  for (const all of document.querySelectorAll("[data-choose-all]")) {
    const form = all.closest("form");
    const boxes = () => [...form.querySelectorAll(`[name="${all.dataset.chooseAll}"]`)];
    const count = form.querySelector("[data-chosen]");
    const show = () => {
      const chosen = boxes().filter((box) => box.checked).length;
      all.checked = chosen > 0 && chosen === boxes().length;
      all.indeterminate = chosen > 0 && !all.checked;
      if (count) count.textContent = chosen;
    };
    (all.closest("[hidden]") || all).hidden = false;
    all.addEventListener("change", () => {
      for (const box of boxes()) box.checked = all.checked;
      show();
    });
    form.addEventListener("change", show);
    show();
  }
  addEventListener("keydown", (event) => {
    const form = event.target.closest?.("form");
    if (form && event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit(document.querySelector(`[data-ctrl-enter][form="${form.id}"]`));
    }
  });
  // Words that are marked with the mouse are ticked; the server counts the places itself.
  for (const passage of document.querySelectorAll("[data-picks]")) {
    const boxes = [...document.querySelectorAll('[name="place"]')];
    const hint = document.querySelector("[data-picks-hint]");
    if (hint) hint.hidden = false;
    const text = () => {
      const walk = document.createTreeWalker(passage, NodeFilter.SHOW_TEXT, (node) =>
        node.parentElement.closest(".heard") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
      const nodes = [];
      while (walk.nextNode()) if (walk.currentNode.parentElement.closest("p")) nodes.push(walk.currentNode);
      return nodes;
    };
    document.addEventListener("selectionchange", () => {
      const chosen = getSelection();
      if (!chosen.rangeCount || chosen.isCollapsed || !passage.contains(chosen.anchorNode)) return;
      const range = chosen.getRangeAt(0);
      let at = 0, from = -1, to = -1;
      for (const node of text()) {
        if (range.intersectsNode(node)) {
          const first = node === range.startContainer ? range.startOffset : 0;
          const last = node === range.endContainer ? range.endOffset : node.data.length;
          if (from < 0) from = at + [...node.data.slice(0, first)].length;
          to = at + [...node.data.slice(0, last)].length;
        }
        at += [...node.data].length;
      }
      for (const box of boxes) {
        const [start, end] = box.value.split("-").map(Number);
        const whole = !box.hasAttribute("data-word");
        box.checked = whole && box.closest("div").querySelector("[data-word]") ? false : start < to && end > from;
        if (box.checked) box.closest("details")?.setAttribute("open", "");
      }
    });
  }
  // One key for one label, only while the cursor is among the labels (a screen reader has its own keys).
  for (const list of document.querySelectorAll("[data-keys]")) {
    for (const hint of list.querySelectorAll("kbd, [data-keys-hint]")) hint.hidden = false;
    list.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const box = list.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
      if (!box) return;
      event.preventDefault();
      box.click();
      box.focus();
    });
  }
  // A label stands twice where a computer suggests it: ticked in one place, ticked in both.
  addEventListener("change", ({ target }) => {
    if (!target.matches?.('#marks [name="labels"]')) return;
    const same = target.form.querySelectorAll(`[name="labels"][value="${CSS.escape(target.value)}"]`);
    for (const box of same) box.checked = target.checked;
  });
  const sending = new WeakSet();
  addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (sending.has(form)) event.preventDefault();
    sending.add(form);
    setTimeout(() => sending.delete(form), 10000);
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
  for (const box of document.querySelectorAll("[data-show-passwords]")) {
    const form = box.closest("form");
    const fields = [...form.querySelectorAll("[type=password]")];
    const show = (shown) => {
      for (const field of fields) field.type = shown ? "text" : "password";
    };
    box.closest("[hidden]").hidden = false;
    box.addEventListener("change", () => show(box.checked));
    form.addEventListener("submit", () => show(false));
  }
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }
})();

// Hovering or focusing [n] shows its source at once; what the sentence names stands out in the source's words.
(() => {
  const OPEN_MS = 180;
  const CLOSE_MS = 160; // long enough to move the pointer into the preview
  const MARKS = "named";
  const narrow = matchMedia("(max-width: 860px)");
  // Capital only because a sentence begins with them.
  const PLAIN = new Set(
    "A An The This That These Those It Its We You They There Here I If When While With Without By At As Of On In Into For From To And Or But Not No Each All Any One Which What How Why Who".split(" "),
  );
  let timer = null;
  let preview = null;

  const sourceOf = (reference) => document.getElementById(reference.hash.slice(1));

  const make = () => {
    preview = document.createElement("div");
    preview.id = "preview";
    preview.popover = "manual";
    preview.setAttribute("role", "tooltip");
    preview.addEventListener("pointerenter", () => clearTimeout(timer));
    preview.addEventListener("pointerleave", () => later(close, CLOSE_MS));
    document.querySelector("main").append(preview);
  };

  const later = (action, wait) => {
    clearTimeout(timer);
    timer = setTimeout(action, wait);
  };

  const close = () => {
    clearTimeout(timer);
    if (preview?.matches(":popover-open")) preview.hidePopover();
    document.querySelectorAll("a.ref[aria-describedby]").forEach((other) => other.removeAttribute("aria-describedby"));
  };

  const show = (reference) => {
    const source = reference.isConnected && sourceOf(reference);
    if (!source) return;
    if (!preview) make();
    close();
    preview.replaceChildren(
      ...[".locator", ".excerpt", ".title", ".meta"].map((part) => source.querySelector(part).cloneNode(true)),
    );
    if (!narrow.matches) preview.querySelector(".open")?.remove();
    preview.showPopover();
    reference.setAttribute("aria-describedby", preview.id);
    const at = reference.getBoundingClientRect();
    const room = { width: innerWidth - preview.offsetWidth - 8, height: innerHeight - preview.offsetHeight - 8 };
    const below = at.bottom + 6 <= room.height;
    preview.style.left = `${Math.max(8, Math.min(at.left, room.width))}px`;
    preview.style.top = `${below ? at.bottom + 6 : Math.max(8, at.top - preview.offsetHeight - 6)}px`;
    mark(reference, preview.querySelector(".excerpt"));
  };

  // Names and numbers of the sentence, or of the row, that the excerpt says too.
  const mark = (reference, excerpt) => {
    if (!globalThis.Highlight) return;
    const said = new Set(reference.closest("p, li, tr").innerText.match(/[\p{L}\p{N}$.&-]+/gu));
    const ranges = [];
    const walker = document.createTreeWalker(excerpt, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      for (const found of node.data.matchAll(/[\p{L}\p{N}$.&-]*[\p{Lu}\p{N}][\p{L}\p{N}$.&-]*/gu)) {
        if (!said.has(found[0]) || PLAIN.has(found[0])) continue;
        const range = new Range();
        range.setStart(node, found.index);
        range.setEnd(node, found.index + found[0].length);
        ranges.push(range);
      }
    }
    CSS.highlights.set(MARKS, new Highlight(...ranges));
  };

  const referenceAt = (event) => event.target instanceof Element && event.target.closest("a.ref");

  addEventListener("pointerover", (event) => {
    const reference = event.pointerType !== "touch" && referenceAt(event);
    if (reference) later(() => show(reference), OPEN_MS);
  });
  addEventListener("pointerout", (event) => referenceAt(event) && later(close, CLOSE_MS));
  addEventListener("focusin", (event) => {
    const reference = referenceAt(event);
    if (reference?.matches(":focus-visible")) later(() => show(reference), OPEN_MS);
  });
  addEventListener("focusout", (event) => referenceAt(event) && close());
  addEventListener("keydown", (event) => event.key === "Escape" && close());
  addEventListener("scroll", close, true);
  addEventListener(
    "click",
    (event) => {
      const reference = referenceAt(event);
      if (!reference) return close();
      const shown = reference.hasAttribute("aria-describedby");
      close();
      if (narrow.matches && !shown) return show(reference);
      const source = sourceOf(reference);
      if (source) mark(reference, source.querySelector(".excerpt"));
    },
    true,
  );
})();

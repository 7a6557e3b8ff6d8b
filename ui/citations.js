// Selecting [n] in an answer shows its source; selecting the number of a source leads back.
(() => {
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  let origin = null;

  const show = (element) => {
    element.scrollIntoView({ behavior: calm.matches ? "auto" : "smooth", block: "center" });
    element.focus({ preventScroll: true });
  };

  const toSource = (reference) => {
    const source = document.getElementById(reference.hash.slice(1));
    if (!source) return;
    origin = reference;
    source.closest("details").open = true;
    document.querySelectorAll(".source.chosen").forEach((other) => other.classList.remove("chosen"));
    source.classList.add("chosen");
    show(source);
  };

  const toAnswer = (hash) => {
    const references = [...document.querySelectorAll("a.ref")].filter((reference) => reference.hash === hash);
    const target = references.includes(origin) ? origin : references[0];
    if (target) show(target);
  };

  addEventListener(
    "click",
    (event) => {
      const link = event.target instanceof Element && event.target.closest("a.ref, a.back");
      if (!link) return;
      event.preventDefault();
      event.stopPropagation();
      if (link.matches(".ref")) toSource(link);
      else toAnswer(link.hash);
    },
    true, // before the page's own router sees the link
  );

  // The chat component labels a message with its raw markup, drops our labels, and leaves its send
  // and stop buttons without one; say what each is instead.
  const name = (element, label) => {
    if (element.getAttribute("aria-label") !== label) element.setAttribute("aria-label", label);
  };
  const nameAll = () => {
    document.querySelectorAll('#chat [data-testid="user"]').forEach((message) => name(message, "Your question"));
    document.querySelectorAll('#chat [data-testid="bot"]').forEach((message) => name(message, "Answer"));
    document.querySelectorAll("#question .submit-button").forEach((button) => name(button, "Send the question"));
    document.querySelectorAll("#question .stop-button").forEach((button) => name(button, "Stop the answer"));
    // A list without list items: what they are is a group of buttons.
    document.querySelectorAll("#chat .examples").forEach((examples) => examples.setAttribute("role", "group"));
    document.querySelectorAll("a.ref").forEach((reference) => {
      const locator = document.querySelector(`${reference.hash} .locator`);
      if (locator) name(reference, `Source ${reference.hash.split("-").pop()}: ${locator.textContent}`);
    });
  };
  let scheduled = false;
  new MutationObserver(() => {
    if (scheduled) return;
    scheduled = true;
    requestAnimationFrame(() => {
      scheduled = false;
      nameAll();
    });
  }).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ["aria-label"] });
})();

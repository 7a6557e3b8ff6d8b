// Selecting [n] in an answer shows its source; selecting the number of a source leads back.
(() => {
  let origin = null;
  const calm = matchMedia("(prefers-reduced-motion: reduce)");

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
    const known = origin && origin.isConnected && origin.hash === hash;
    const target = known ? origin : document.querySelector(`a.ref[href="${CSS.escape(hash).replace("\\#", "#")}"]`);
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
})();

// Selecting [n] in an answer shows its source; selecting the number of a source leads back.
(() => {
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const narrow = matchMedia("(max-width: 860px)");
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
      // Where the sources stand below the chat, the first tap shows the source here (preview.js), the second goes to it.
      if (link.matches(".ref") && narrow.matches && !link.hasAttribute("aria-describedby")) return;
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
  // A new question goes to the top, so that its answer is read from its beginning.
  let asked = 0;
  const lead = () => {
    const rows = document.querySelectorAll("#chat .user-row");
    const row = rows[rows.length - 1];
    if (rows.length <= asked || !row.nextElementSibling?.querySelector(".reply")) {
      asked = Math.min(asked, rows.length);
      return;
    }
    asked = rows.length;
    const box = row.closest(".bubble-wrap");
    row.nextElementSibling.style.minHeight = `${box.clientHeight - row.offsetHeight - 40}px`;
    box.scrollTop += row.getBoundingClientRect().top - box.getBoundingClientRect().top - 12;
  };
  // What was pressed to ask is gone or done; the next word is typed. A touch would only raise the keyboard.
  addEventListener("click", (event) => {
    if (!matchMedia("(pointer: fine)").matches || !(event.target instanceof Element)) return;
    if (!event.target.closest("#chat :is(.example, .option), #question .stop-button, #new")) return;
    document.querySelector("#question textarea").focus({ preventScroll: true });
  });
  // An answer as plain text, with the places that its numbers stand for.
  const asText = (reply) => {
    const places = new Map();
    reply.querySelectorAll("a.ref").forEach((reference) => {
      const source = document.getElementById(reference.hash.slice(1));
      if (source) places.set(reference.textContent, source.querySelector(".locator").textContent);
    });
    const sources = [...places].map(([number, place]) => `${number} ${place}`);
    return [reply.querySelector(".prose")?.innerText ?? "", sources.join("\n")].join("\n\n").trim();
  };
  addEventListener("click", async (event) => {
    const copy = event.target instanceof Element && event.target.closest("button.copy");
    if (!copy) return;
    await navigator.clipboard.writeText(asText(copy.closest(".reply")));
    copy.textContent = "Copied";
    setTimeout(() => (copy.textContent = "Copy answer"), 2000);
  });
  // For how long an answer has been waited for; read out by nobody.
  let began = null;
  setInterval(() => {
    const waiting = document.querySelector("#chat .progress");
    began = waiting ? (began ?? Date.now()) : null;
    if (waiting) waiting.dataset.waited = `${Math.round((Date.now() - began) / 1000)} s`;
  }, 1000);
  let scheduled = false;
  new MutationObserver(() => {
    if (scheduled) return;
    scheduled = true;
    requestAnimationFrame(() => {
      scheduled = false;
      nameAll();
      lead();
    });
  }).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ["aria-label"] });
})();

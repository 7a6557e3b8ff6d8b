// What was asked for is read from its heading on, and on a phone scrolled to.
watch("value", () => {
  const heading = element.querySelector('h2[tabindex="-1"]');
  heading?.focus({ preventScroll: true });
  (heading ?? element.querySelector(".problem"))?.scrollIntoView({ block: "start" });
});

// A form in the component says what it holds, by field name; the button that sent it counts as a field.
element.addEventListener("submit", (event) => {
  event.preventDefault();
  const fields = {};
  for (const [name, value] of new FormData(event.target, event.submitter)) (fields[name] ??= []).push(value);
  trigger("submit", { fields });
});
// How many are chosen stands in the summary of a folded group.
const count = (group) => {
  const chosen = [...group.querySelectorAll("input")].reduce(
    (sum, input) => sum + (input.type === "number" ? Number(input.value) : Number(input.checked)),
    0,
  );
  group.querySelector(".count").textContent = chosen;
};
element.addEventListener("change", (event) => {
  const group = event.target.closest("details");
  if (group) count(group);
});
element.addEventListener("reset", () => setTimeout(() => element.querySelectorAll("details:has(.count)").forEach(count)));

// The visitor's conversations, in the browser's own storage: kept, listed, opened, renamed, exported, deleted.
const KEY = "advisor.conversations";
const MOST = 20;
const MOST_CHARS = 2_000_000; // browsers allow about 5 million for a site

const read = () => JSON.parse(localStorage.getItem(KEY) ?? "[]");

const write = (list) => {
  const kept = list.slice(0, MOST);
  while (kept.length > 1 && JSON.stringify(kept).length > MOST_CHARS) kept.pop();
  localStorage.setItem(KEY, JSON.stringify(kept));
  draw();
};

const make = (tag, words, action, label) => {
  const made = document.createElement(tag);
  made.textContent = words;
  if (label) made.setAttribute("aria-label", label);
  if (action) {
    made.type = "button";
    made.addEventListener("click", action);
  }
  return made;
};

const rename = (entry, item) => {
  const input = document.createElement("input");
  input.value = entry.title;
  input.maxLength = 120;
  input.setAttribute("aria-label", `New name of: ${entry.title}`);
  item.firstChild.replaceWith(input);
  input.select();
  const save = () => {
    const title = input.value.trim();
    write(read().map((other) => (other.id === entry.id && title ? { ...other, title } : other)));
    element.querySelector(`[data-id="${CSS.escape(entry.id)}"] .open`).focus();
  };
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault(); // neither opens what is focused next nor closes the list
    if (event.key === "Escape") input.value = "";
    save();
  });
};

const download = (entry) => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([`# ${entry.title}\n\n${entry.markdown}`], { type: "text/markdown" }));
  link.download = `${entry.title.replace(/[^\p{L}\p{N}]+/gu, "-").slice(0, 60)}.md`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
};

const remove = (entry) => {
  if (!confirm(`Delete “${entry.title}”?`)) return;
  write(read().filter((other) => other.id !== entry.id));
  (element.querySelector("#past-list .open") ?? element.querySelector(".open-past")).focus();
};

const open = (entry) => {
  element.querySelector("#past-list").hidePopover();
  trigger("select", { conversation: entry.conversation });
};

function draw() {
  const list = read();
  element.querySelector(".count").textContent = list.length;
  element.querySelector("ul").replaceChildren(
    ...list.map((entry) => {
      const item = document.createElement("li");
      item.dataset.id = entry.id;
      const opener = make("button", entry.title, () => open(entry), `Open: ${entry.title}`);
      opener.className = "open";
      const about = `${new Date(entry.at).toLocaleString()} · ${entry.questions} question${entry.questions > 1 ? "s" : ""}`;
      const does = document.createElement("div");
      does.append(
        make("button", "Rename", () => rename(entry, item), `Rename: ${entry.title}`),
        make("button", "Export", () => download(entry), `Export as Markdown: ${entry.title}`),
        make("button", "Delete", () => remove(entry), `Delete: ${entry.title}`),
      );
      item.append(opener, make("small", about), does);
      return item;
    }),
  );
  if (!list.length) element.querySelector("ul").append(make("li", "None yet."));
}

watch("value", () => {
  if (!props.value) return draw();
  const entry = JSON.parse(props.value);
  const others = read();
  const known = others.find((other) => other.id === entry.id);
  write([
    { ...entry, title: known?.title ?? entry.title, at: Date.now() },
    ...others.filter((other) => other !== known),
  ]);
});
draw();

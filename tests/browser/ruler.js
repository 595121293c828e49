// What a person would trip over on the page as it stands: one line for each thing.
({ option, other, letter, languages }) => {
  const found = [];
  const seen = (element) => element.checkVisibility({ visibilityProperty: true })
    && !element.closest(".hid, .skip") && !element.closest("details:not([open]) > :not(summary)");
  const name = (element) => `${element.tagName.toLowerCase()} "${(element.textContent || element.id).trim().slice(0, 40)}"`;
  const wide = document.documentElement.scrollWidth - innerWidth;
  if (wide > 0) found.push(`${wide} px wider than the window`);

  for (const row of document.querySelectorAll(".opt")) {
    const height = row.getBoundingClientRect().height;
    if (seen(row) && height < option) found.push(`option ${height} px high: ${name(row)}`);
  }
  // A link within a sentence is as high as its line.
  const within = (link) => link.tagName === "A" && getComputedStyle(link).display.startsWith("inline") && link.parentElement.textContent.trim() !== link.textContent.trim();
  for (const one of document.querySelectorAll("a[href], button, summary, textarea, input:not([type=radio], [type=checkbox], [type=hidden])")) {
    const box = one.getBoundingClientRect();
    if (seen(one) && one.tabIndex >= 0 && !within(one) && (box.height < other || box.width < other)) {
      found.push(`${Math.round(box.width)} by ${Math.round(box.height)} px: ${name(one)}`);
    }
  }

  const scripts = Object.entries(languages).map(([letters, tags]) => [new RegExp(letters, "u"), tags]);
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let above = null;
  for (let node = words.nextNode(); node; node = words.nextNode()) {
    const parent = node.parentElement;
    if (!node.data.trim() || parent.closest("script, style, template") || !seen(parent)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect();
    if (!box.width) continue;
    const text = `"${node.data.trim().slice(0, 40)}"`;
    if (parseFloat(getComputedStyle(parent).fontSize) < letter) found.push(`small letters: ${text}`);
    if (box.left < -1 || box.right > innerWidth + 1) found.push(`beside the window: ${text}`);
    const tag = parent.closest("[lang]").lang.split("-")[0];
    for (const [letters, tags] of scripts) {
      if (letters.test(node.data) && !tags.includes(tag)) found.push(`${tag} holds ${text}`);
    }
    // What is read later stands further down, or on the same line.
    if (above && box.bottom < above.top - 1 && !parent.closest(".lang, .idle, .go")) {
      found.push(`read after ${above.text}, but above it: ${text}`);
    }
    if (!parent.closest(".lang, .idle, .go")) above = { top: box.top, text: text };
  }
  return found;
}

// Letters on the page, shown or not, that this device can only draw as the box of a missing one.
// One that draws nothing is missing too, unless it is a space or a mark that has no form.
() => {
  const side = 48;
  const canvas = new OffscreenCanvas(side, side);
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  pen.textBaseline = "middle";
  const drawn = (letter) => {
    pen.clearRect(0, 0, side, side);
    pen.fillText(letter, 8, side / 2);
    return pen.getImageData(0, 0, side, side).data.join();
  };
  const letters = new Map();
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = words.nextNode(); node; node = words.nextNode()) {
    const parent = node.parentElement;
    if (parent.closest("script, style")) continue;
    const look = getComputedStyle(parent);
    const font = `${look.fontWeight} 24px ${look.fontFamily}`;
    if (!letters.has(font)) letters.set(font, new Set());
    for (const letter of node.data) letters.get(font).add(letter);
  }
  const missing = [];
  let count = 0;
  for (const [font, all] of letters) {
    pen.font = font;
    const nothing = drawn(" ");
    const boxes = ["\uFFFF", "\u{10FFFE}", "\u{E0FFE}"].map(drawn);
    for (const letter of all) {
      if (/[\s\p{Cf}\p{Mn}]/u.test(letter)) continue;
      count += 1;
      const look = drawn(letter);
      if (look === nothing || boxes.includes(look)) missing.push(`U+${letter.codePointAt(0).toString(16)} in ${font}`);
    }
  }
  return { count, missing, boxed: letters.size > 0 };
}

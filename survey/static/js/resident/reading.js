// Read aloud, by a voice that lives on this device: a voice from the network would hear the
// questions. Without one for the language there is no button.

// What systems call some of our languages.
const VOICES = { "zh-Hans": ["zh-cn", "cmn-hans", "zh-sg"], "zh-Hant": ["zh-tw", "zh-hk", "cmn-hant", "yue"], fil: ["fil", "tl"] };
const speech = window.speechSynthesis;

function voice() {
  const tag = root.lang;
  const names = VOICES[tag] || [tag.toLowerCase(), tag.toLowerCase().split("-")[0]];
  const here = (speech ? speech.getVoices() : []).filter((one) => one.localService);
  const spoken = (one, name) => (one.lang.toLowerCase().replace(/_/g, "-") + "-").startsWith(name + "-");
  return names.map((name) => here.find((one) => spoken(one, name))).find(Boolean);
}

// A device may list its voices late, when everything is sent and there is nothing left to read.
function offerVoice() {
  if (!sent) byId("aloud").hidden = !voice() || say.ids[held.at] === undefined;
}

function readAloud() {
  if (speech.speaking) return hush();
  const section = sectionOf(held.at);
  const parts = section.querySelectorAll("h2, .own, .hint, .intro, .opt span, details[open] p");
  for (const part of parts) {
    const saying = new SpeechSynthesisUtterance(part.textContent.trim());
    saying.voice = voice();
    saying.lang = saying.voice.lang;
    saying.onend = saying.onerror = showAloud;
    speech.speak(saying);
  }
  return showAloud();
}

function hush() {
  if (speech) speech.cancel();
  showAloud();
}

function showAloud() {
  if (!sent) byId("aloud-words").textContent = speech && speech.speaking ? say.hush : say.aloud;
}

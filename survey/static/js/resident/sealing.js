// Sealing on the phone, with the browser's own cryptography: HPKE (RFC 9180) in base mode, single
// shot, with P-256, HKDF-SHA256 and AES-128-GCM, so that only the key that opens the whole ballot
// box can read it. The server's side, and the format, is survey/core/sealing.

const subtle = window.isSecureContext && window.crypto && crypto.subtle;
const P256 = { name: "ECDH", namedCurve: "P-256" };
const HMAC = { name: "HMAC", hash: "SHA-256" };
const KEM = joined("KEM", [0, 16]);
const SUITE = joined("HPKE", [0, 16, 0, 1, 0, 1]);

// Texts and bytes, one after the other.
function joined(...parts) {
  const pieces = parts.map((part) => typeof part === "string" ? new TextEncoder().encode(part) : part);
  const all = new Uint8Array(sum(pieces.map((piece) => piece.length)));
  pieces.reduce((at, piece) => (all.set(piece, at), at + piece.length), 0);
  return all;
}

async function hmac(letters, data) {
  // An empty salt is the same as zeros, which every browser takes.
  const raw = letters.length ? letters : new Uint8Array(32);
  const key = await subtle.importKey("raw", raw, HMAC, false, ["sign"]);
  return new Uint8Array(await subtle.sign("HMAC", key, data));
}

// LabeledExtract and LabeledExpand of section 4. No more than one block is ever needed.
function extract(suite, salt, label, secret) {
  return hmac(salt, joined("HPKE-v1", suite, label, secret));
}

async function expand(suite, secret, label, info, length) {
  const block = await hmac(secret, joined([0, length], "HPKE-v1", suite, label, info, [1]));
  return block.slice(0, length);
}

// Encap of section 4.1, KeySchedule of 5.1 and Seal of 5.2; gives the ephemeral point, then the text.
async function sealTo(publicKey, info, plain, ephemeral) {
  const pair = ephemeral || await subtle.generateKey(P256, false, ["deriveBits"]);
  const receiver = await subtle.importKey("raw", publicKey, P256, true, []);
  const point = new Uint8Array(await subtle.exportKey("raw", pair.publicKey));
  const shared = await subtle.deriveBits({ name: "ECDH", public: receiver }, pair.privateKey, 256);
  const begun = await extract(KEM, "", "eae_prk", new Uint8Array(shared));
  const agreed = await expand(KEM, begun, "shared_secret", joined(point, publicKey), 32);
  const context = joined([0], await extract(SUITE, "", "psk_id_hash", ""), await extract(SUITE, "", "info_hash", info));
  const secret = await extract(SUITE, agreed, "secret", "");
  const raw = await expand(SUITE, secret, "key", context, 16);
  const nonce = await expand(SUITE, secret, "base_nonce", context, 12);
  const key = await subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt"]);
  const sealed = await subtle.encrypt({ name: "AES-GCM", iv: nonce }, key, plain);
  return joined(point, new Uint8Array(sealed));
}

// The answer set as the opening reads it: steps as numbers, several choices as a list.
function answerSet() {
  const answers = {};
  for (const id of applicable()) {
    const values = given(id);
    if (!values.length) continue;
    const type = fields[id][0].type;
    const step = say.steps.includes(id) && /^\d+$/.test(values[0]);
    answers[id] = type === "checkbox" ? values : type === "textarea" ? cleaned(values[0])
      : step ? Number(values[0]) : values[0];
  }
  return answers;
}

// As clean_text in survey/core/flow/taking.py: nothing that a database would refuse.
function cleaned(text) {
  return text.replace(/\r\n?/g, "\n").replace(/[\p{Cs}\0-\x08\x0b-\x1f\x7f-\x9f]/gu, "").trim();
}

// One size for every answer set, so that its length tells nothing.
function padded(text, size) {
  const bytes = joined(text);
  const head = new Uint8Array(size);
  new DataView(head.buffer).setUint32(1, bytes.length);
  head[0] = 1;
  head.set(bytes, 5);
  return head;
}

// Tried before it is promised: a browser may have cryptography and yet not know our curve.
let seals = false;

async function trySealing() {
  if (!subtle || say.preview) return;
  await sealTo(fromText(say.seal.key), say.seal.info, new Uint8Array(say.seal.size));
  seals = true;
  byId("sealed-here").hidden = false;
}

async function sealedAnswers() {
  const plain = padded(JSON.stringify(answerSet()), say.seal.size);
  return toText(await sealTo(fromText(say.seal.key), say.seal.info, plain));
}

// Base64 as it may stand in an address.
function toText(bytes) {
  let letters = "";
  for (const byte of bytes) letters += String.fromCharCode(byte);
  return btoa(letters).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
}

function fromText(text) {
  return Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
}
